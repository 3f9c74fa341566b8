// The cleaner's searches and walk, and the labeller for HTML, compiled: the same as Python's in a fraction of the time.
//
// In: a page, parsed or not; its pieces, pictures and claims. Out: its floods, its pieces, whole and carved; its
// blocks. Python's own modules (`cleaner.bounds`, `.walk` and `.carving`, `features`, `segmenter`) say what everything
// means, are what training and reasons use, and read where nothing was compiled; here the same names are weighed
// without being kept. Tests hold both to the same results.
#include "blocks.hpp"
#include "carving.hpp"
#include "floods.hpp"
#include "net.hpp"
#include "net_training.hpp"
#include "walk.hpp"

namespace articlekit {
namespace {

// A Python object that holds a value of ours.
template <class Content>
struct Holder {
  PyObject_HEAD Content* content;
};

template <class Content>
const Content& content_of(PyObject* self) {
  return *reinterpret_cast<Holder<Content>*>(self)->content;
}

template <class Content>
PyObject* hold(PyTypeObject* type, std::unique_ptr<Content> content) {
  PyObject* self = type->tp_alloc(type, 0);
  if (self != nullptr) reinterpret_cast<Holder<Content>*>(self)->content = content.release();
  return self;
}

template <class Content>
void release(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  delete reinterpret_cast<Holder<Content>*>(self)->content;
  type->tp_free(self);
  Py_DECREF(type);
}

// Runs what may throw; Python's errors, and a lack of memory, are Python's again.
template <class Work>
auto guarded(Work work) -> decltype(work()) {
  try {
    const Arena::Scope scope;
    return work();
  } catch (const PythonError&) {
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
  return {};
}

// A random field: what it knows, what names weigh, what follows what, and how it decides.
struct Field {
  // Whether all is of the same states; the role of what stands far from the story is the last of the roles.
  bool fits(PyObject* names, PyObject* bounds, PyObject* calibrations, const Py_buffer& table) const {
    const auto states = static_cast<Py_ssize_t>(chain.states());
    return chain.states() <= kMostStates && PyTuple_GET_SIZE(roles.get()) == states + 1 &&
           PyTuple_GET_SIZE(bounds) == states && PyTuple_GET_SIZE(calibrations) == states && net.fits(chain.states()) &&
           table.len == (lanes() * 4 + 1) * PyTuple_GET_SIZE(names);
  }

  // How many numbers the table has of each name.
  Py_ssize_t lanes() const { return static_cast<Py_ssize_t>(chain.states() + net.width()); }

  PyObject* role(std::size_t number) const { return PyTuple_GET_ITEM(roles.get(), static_cast<Py_ssize_t>(number)); }

  // The guess of what stands far from the story, whose role a state may have, too.
  Guess far_guess() const {
    std::size_t state = 0;
    while (role(state) != role(chain.states())) ++state;
    return {state, far, 0.0};
  }

  Knowledge known;
  Weights weights;
  Families families;
  Chain chain;
  Net net;
  Decision decision;
  Ref roles;
  double far = 0;
};

PyObject* make_reader(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject *known, *names, *transitions, *roles, *bounds, *calibrations, *hidden, *output;
  Py_buffer table;
  double beta, least, far;
  if (!PyArg_ParseTuple(arguments, "O!O!y*O!O!O!O!(dd)dO!O!", &PyDict_Type, &known, &PyTuple_Type, &names, &table,
                        &PyTuple_Type, &transitions, &PyTuple_Type, &roles, &PyTuple_Type, &bounds, &PyTuple_Type,
                        &calibrations, &beta, &least, &far, &PyTuple_Type, &hidden, &PyTuple_Type, &output)) {
    return nullptr;
  }
  PyObject* made = guarded([&]() -> PyObject* {
    auto field = std::make_unique<Field>();
    field->known.read(known);
    field->chain.read(transitions);
    field->net.read(hidden, output);
    field->decision.read(bounds, calibrations, beta, least);
    field->roles = Ref::borrowed(roles);
    field->far = far;
    if (!field->fits(names, bounds, calibrations, table)) {
      PyErr_SetString(PyExc_ValueError, "names, weights and roles do not go together");
      return nullptr;
    }
    field->weights.read(names, {static_cast<const char*>(table.buf), static_cast<std::size_t>(table.len)},
                        field->chain.states(), field->net.width());
    field->families.read(field->weights, field->known);
    return hold(type, std::move(field));
  });
  PyBuffer_Release(&table);
  return made;
}

Page page_of(PyObject* arguments) {
  Page page;
  if (!PyArg_ParseTuple(arguments, "O!O!OUOUO", &PyTuple_Type, &page.pieces, &PyTuple_Type, &page.pictures, &page.root,
                        &page.host, &page.claims, &page.site, &page.absolute)) {
    throw PythonError{};
  }
  return page;
}

std::vector<Shares> odds_of(const Field& field, Description& description) {
  std::vector<Lanes> sums;
  sums.reserve(description.told.size());
  for (Told& told : description.told) sums.push_back(field.weights.sum(told));
  std::vector<Shares> found = field.chain.probabilities(sums);
  field.net.look_again(found, [&](std::size_t i) { return field.weights.embedding(description.told[i]); });
  return found;
}

PyObject* label_page(PyObject* self, PyObject* arguments) {
  const Field& field = content_of<Field>(self);
  return guarded([&]() -> PyObject* {
    const Page page = page_of(arguments);
    Description description(field.known, field.families, field.weights, page, false);
    const std::vector<Guess> near = field.decision.choose(odds_of(field, description), description.sizes());
    std::vector<Guess> guesses(description.tree().pieces.size(), field.far_guess());
    std::copy(near.begin(), near.end(), guesses.begin() + description.start());
    const Addresses addresses(view(page.site), page.absolute);
    const Labelling made = BlockMaker(field.known, description.tree(), addresses, field.roles.get()).make(guesses);
    return Py_BuildValue("NNN", PyList_AsTuple(made.blocks.get()), PyList_AsTuple(made.ranges.get()),
                         PyList_AsTuple(made.story.get()));
  });
}

PyObject* read_page(PyObject* self, PyObject* arguments) {
  const Field& field = content_of<Field>(self);
  return guarded([&]() -> PyObject* {
    Description description(field.known, field.families, field.weights, page_of(arguments), false);
    const Ref odds(PyList_New(0));
    for (const Shares& shares : odds_of(field, description)) {
      const Ref own(PyDict_New());
      for (const auto& [state, share] : shares) {
        const Ref value(PyFloat_FromDouble(share));
        if (PyDict_SetItem(own.get(), field.role(state), value.get()) < 0) return nullptr;
      }
      append(odds, own);
    }
    return Py_BuildValue("iO", description.start(), odds.get());
  });
}

PyObject* names_of_page(PyObject* self, PyObject* arguments) {
  const Field& field = content_of<Field>(self);
  return guarded([&]() -> PyObject* {
    const Description description(field.known, field.families, field.weights, page_of(arguments), true);
    const Ref rows(PyList_New(0));
    for (const Told& told : description.told) {
      const Ref row(PyList_New(0));
      for (const std::string& name : told.names) {
        append(row, Ref(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size()))));
      }
      append(rows, row);
    }
    return Py_BuildValue("iO", description.start(), rows.get());
  });
}

PyMethodDef reader_methods[] = {
    {"label", label_page, METH_VARARGS,
     "label(pieces, pictures, root, host, claims, site, absolute): blocks, the range of pieces of each, how probable "
     "story is."},
    {"read", read_page, METH_VARARGS, "read(...): the first piece described, and the odds of each one's roles."},
    {"names", names_of_page, METH_VARARGS,
     "names(...): the first piece described, and the names of what is true of each."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot reader_slots[] = {
    {Py_tp_doc, const_cast<char*>("A random field that reads HTML.")},
    {Py_tp_new, reinterpret_cast<void*>(make_reader)},
    {Py_tp_dealloc, reinterpret_cast<void*>(release<Field>)},
    {Py_tp_methods, reader_methods},
    {0, nullptr},
};

PyType_Spec reader_spec = {"articlekit._core.Reader", sizeof(Holder<Field>), 0, Py_TPFLAGS_DEFAULT, reader_slots};

// Makes what is told by one mapping all that it has to know.
template <class Content>
PyObject* make_of_known(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject* known;
  if (!PyArg_ParseTuple(arguments, "O!", &PyDict_Type, &known)) return nullptr;
  return guarded([&]() -> PyObject* {
    auto content = std::make_unique<Content>();
    content->read(known);
    return hold(type, std::move(content));
  });
}

PyObject* walk_page(PyObject* self, PyObject* arguments) {
  PyObject *body, *root;
  if (!PyArg_ParseTuple(arguments, "OO", &body, &root)) return nullptr;
  return guarded([&]() -> PyObject* {
    const Walk walk(content_of<WalkRules>(self), body, root);
    return Py_BuildValue("OON", walk.pieces.get(), walk.pictures.get(), PyBool_FromLong(walk.truncated));
  });
}

PyMethodDef walker_methods[] = {
    {"walk", walk_page, METH_VARARGS, "walk(body, root): the body's pieces and pictures, and whether a bound was met."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot walker_slots[] = {
    {Py_tp_doc, const_cast<char*>("What reads the text of parsed pages.")},
    {Py_tp_new, reinterpret_cast<void*>(make_of_known<WalkRules>)},
    {Py_tp_dealloc, reinterpret_cast<void*>(release<WalkRules>)},
    {Py_tp_methods, walker_methods},
    {0, nullptr},
};

PyType_Spec walker_spec = {"articlekit._core.Walker", sizeof(Holder<WalkRules>), 0, Py_TPFLAGS_DEFAULT, walker_slots};

PyObject* carve_pieces(PyObject* self, PyObject* pieces) {
  return guarded([&]() -> PyObject* { return content_of<Carver>(self).carve(pieces).release(); });
}

PyMethodDef carver_methods[] = {
    {"carve", carve_pieces, METH_O, "carve(pieces): the numbers of the pieces that are cut, and the parts of each."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot carver_slots[] = {
    {Py_tp_doc, const_cast<char*>("What cuts lines that hold two things.")},
    {Py_tp_new, reinterpret_cast<void*>(make_of_known<Carver>)},
    {Py_tp_dealloc, reinterpret_cast<void*>(release<Carver>)},
    {Py_tp_methods, carver_methods},
    {0, nullptr},
};

PyType_Spec carver_spec = {"articlekit._core.Carver", sizeof(Holder<Carver>), 0, Py_TPFLAGS_DEFAULT, carver_slots};

// The numbers in a buffer of Python's.
std::vector<std::int32_t> numbers_in(const Py_buffer& buffer) {
  std::vector<std::int32_t> found(static_cast<std::size_t>(buffer.len) / sizeof(std::int32_t));
  std::memcpy(found.data(), buffer.buf, found.size() * sizeof(std::int32_t));
  return found;
}

PyObject* bytes_of(const std::vector<float>& values) {
  return PyBytes_FromStringAndSize(reinterpret_cast<const char*>(values.data()),
                                   static_cast<Py_ssize_t>(values.size() * sizeof(float)));
}

PyObject* train_net(PyObject*, PyObject* arguments) {
  std::array<Py_buffer, 4> buffers;
  auto& [names, ends, roles, pages] = buffers;
  Py_ssize_t name_count, role_count;
  if (!PyArg_ParseTuple(arguments, "y*y*y*y*(nn)", &names, &ends, &roles, &pages, &name_count, &role_count)) {
    return nullptr;
  }
  PyObject* trained = guarded([&]() -> PyObject* {
    const NetTrainer::Data data{numbers_in(names),
                                numbers_in(ends),
                                numbers_in(roles),
                                numbers_in(pages),
                                static_cast<std::size_t>(std::max<Py_ssize_t>(name_count, 0)),
                                static_cast<std::size_t>(std::max<Py_ssize_t>(role_count, 0))};
    if (!data.is_sound()) {
      PyErr_SetString(PyExc_ValueError, "names, pieces, roles and pages do not go together");
      return nullptr;
    }
    NetTrainer trainer(data);
    trainer.train();
    return Py_BuildValue("NNN", bytes_of(trainer.embeddings()), bytes_of(trainer.hidden()), bytes_of(trainer.output()));
  });
  for (Py_buffer& buffer : buffers) PyBuffer_Release(&buffer);
  return trained;
}

PyObject* find_long_stretches(PyObject*, PyObject* arguments) {
  const char* html;
  Py_ssize_t length, size;
  if (!PyArg_ParseTuple(arguments, "y#n", &html, &length, &size)) return nullptr;
  return guarded([&]() -> PyObject* {
    Ref found(PyList_New(0));
    for (const std::size_t at :
         long_stretches({html, static_cast<std::size_t>(length)}, static_cast<std::size_t>(size))) {
      append(found, Ref(PyLong_FromSize_t(at)));
    }
    return found.release();
  });
}

PyObject* count_tags(PyObject*, PyObject* html) {
  char* data;
  Py_ssize_t length;
  if (PyBytes_AsStringAndSize(html, &data, &length) < 0) return nullptr;
  return PyLong_FromSsize_t(std::count(data, data + length, '<'));
}

PyObject* count_risks(PyObject*, PyObject* html) {
  char* data;
  Py_ssize_t length;
  if (PyBytes_AsStringAndSize(html, &data, &length) < 0) return nullptr;
  return guarded([&]() -> PyObject* {
    const Risks risks({data, static_cast<std::size_t>(length)});
    return Py_BuildValue("LLL", static_cast<long long>(risks.options), static_cast<long long>(risks.selected),
                         static_cast<long long>(risks.most_waiting));
  });
}

PyMethodDef functions[] = {
    {"long_stretches", find_long_stretches, METH_VARARGS,
     "long_stretches(html, size): where a `<` stands that no other follows within so many bytes."},
    {"count_tags", count_tags, METH_O, "count_tags(html): how many `<` there are."},
    {"count_risks", count_risks, METH_O,
     "count_risks(html): how many <option> and <selectedcontent> there are, and how many formatting elements wait at "
     "most to be opened again."},
    {"train_net", train_net, METH_VARARGS,
     "train_net(names, ends, roles, pages, (how many names, how many roles)): embeddings, hidden and output layer."},
    {nullptr, nullptr, 0, nullptr},
};

int add_type(PyObject* module, const char* name, PyType_Spec* spec) {
  PyObject* type = PyType_FromSpec(spec);
  if (type == nullptr) return -1;
  const int added = PyModule_AddObjectRef(module, name, type);
  Py_DECREF(type);
  return added;
}

int execute(PyObject* module) {
  SignTable::fill();
  for (const auto& [name, spec] :
       {std::pair("Reader", &reader_spec), std::pair("Walker", &walker_spec), std::pair("Carver", &carver_spec)}) {
    if (add_type(module, name, spec) < 0) return -1;
  }
  return PyModule_AddIntConstant(module, "NET_HIDDEN", NetTrainer::kHidden);
}

PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, reinterpret_cast<void*>(execute)},
#ifdef Py_mod_multiple_interpreters  // names are made once a process
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#endif
    {0, nullptr},
};

PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT,
    "_core",
    "The count of floods, the walk, the carving and the labeller for HTML, compiled.",
    0,
    functions,
    module_slots,
    nullptr,
    nullptr,
    nullptr,
};

}  // namespace
}  // namespace articlekit

PyMODINIT_FUNC PyInit__core() { return PyModuleDef_Init(&articlekit::module_definition); }

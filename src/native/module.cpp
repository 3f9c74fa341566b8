// The cleaner's walk and the labeller for HTML, compiled: the same as Python's in a fraction of the time.
//
// In: a parsed page; its pieces, pictures and claims. Out: its pieces; its blocks. Python's own modules
// (`cleaner.walk`, `features`, `segmenter`) say what everything means, are what training and reasons use, and read
// where nothing was compiled; here the same names are weighed without being kept. Tests hold both to the same results.
#include "blocks.hpp"
#include "walk.hpp"

namespace articlekit {
namespace {

struct Reader {
  PyObject_HEAD Knowledge* known;
  Weights* weights;
  Chain* chain;
  Decision* decision;
  PyObject* roles;
  double far;
};

// The role of what stands far from the story: the last of Python's roles, which a state may have, too.
std::size_t far_role(const Reader& reader) {
  const std::size_t last = reader.chain->states();
  const auto role = [&](std::size_t i) { return PyTuple_GET_ITEM(reader.roles, static_cast<Py_ssize_t>(i)); };
  std::size_t state = 0;
  while (state < last && role(state) != role(last)) ++state;
  return state;
}

// Runs what may throw; Python's errors, and a lack of memory, are Python's again.
template <class Work>
auto guarded(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const PythonError&) {
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
  return {};
}

PyObject* make_reader(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject *known, *names, *transitions, *roles, *story, *calibrations;
  Py_buffer table;
  double far;
  if (!PyArg_ParseTuple(arguments, "O!O!y*O!O!O!O!d", &PyDict_Type, &known, &PyTuple_Type, &names, &table,
                        &PyTuple_Type, &transitions, &PyTuple_Type, &roles, &PyTuple_Type, &story, &PyTuple_Type,
                        &calibrations, &far)) {
    return nullptr;
  }
  PyObject* made = guarded([&]() -> PyObject* {
    auto knowledge = std::make_unique<Knowledge>();
    auto weights = std::make_unique<Weights>();
    auto chain = std::make_unique<Chain>();
    auto decision = std::make_unique<Decision>();
    knowledge->read(known);
    chain->read(transitions);
    decision->read(story, calibrations);
    const auto states = static_cast<Py_ssize_t>(chain->states());
    if (chain->states() > kMostStates || PyTuple_GET_SIZE(roles) != states + 1 || PyTuple_GET_SIZE(story) != states ||
        PyTuple_GET_SIZE(calibrations) != states || table.len != (states * 4 + 1) * PyTuple_GET_SIZE(names)) {
      PyErr_SetString(PyExc_ValueError, "names, weights and roles do not go together");
      return nullptr;
    }
    weights->read(names, {static_cast<const char*>(table.buf), static_cast<std::size_t>(table.len)}, chain->states());
    auto* reader = reinterpret_cast<Reader*>(type->tp_alloc(type, 0));
    if (reader == nullptr) return nullptr;
    reader->known = knowledge.release();
    reader->weights = weights.release();
    reader->chain = chain.release();
    reader->decision = decision.release();
    reader->roles = Py_NewRef(roles);
    reader->far = far;
    return reinterpret_cast<PyObject*>(reader);
  });
  PyBuffer_Release(&table);
  return made;
}

void free_reader(PyObject* self) {
  auto* reader = reinterpret_cast<Reader*>(self);
  PyTypeObject* type = Py_TYPE(self);
  delete reader->known;
  delete reader->weights;
  delete reader->chain;
  delete reader->decision;
  Py_CLEAR(reader->roles);
  type->tp_free(self);
  Py_DECREF(type);
}

Page page_of(PyObject* arguments) {
  Page page;
  if (!PyArg_ParseTuple(arguments, "O!O!OUOO", &PyTuple_Type, &page.pieces, &PyTuple_Type, &page.pictures, &page.root,
                        &page.host, &page.claims, &page.absolute)) {
    throw PythonError{};
  }
  return page;
}

std::vector<Shares> odds_of(const Reader& reader, const Description& description) {
  std::vector<Lanes> sums;
  for (const Told& told : description.told) sums.push_back(told.sum);
  return reader.chain->probabilities(sums);
}

PyObject* label_page(PyObject* self, PyObject* arguments) {
  const Reader& reader = *reinterpret_cast<Reader*>(self);
  return guarded([&]() -> PyObject* {
    const Page page = page_of(arguments);
    Description description(*reader.known, *reader.weights, page, false);
    std::vector<Guess> near = reader.decision->choose(odds_of(reader, description), description.sizes());
    std::vector<PyObject*> roles;
    each(reader.roles, [&](PyObject* role) { roles.push_back(role); });
    const std::size_t count = description.tree().pieces.size();
    std::vector<Guess> guesses(count, {far_role(reader), reader.far, 0.0});
    std::copy(near.begin(), near.end(), guesses.begin() + description.start());
    Labelling made = BlockMaker(*reader.known, description.tree(), page.pieces, page.absolute, roles).make(guesses);
    return Py_BuildValue("NNN", PyList_AsTuple(made.blocks.get()), PyList_AsTuple(made.ranges.get()),
                         PyList_AsTuple(made.story.get()));
  });
}

PyObject* read_page(PyObject* self, PyObject* arguments) {
  const Reader& reader = *reinterpret_cast<Reader*>(self);
  return guarded([&]() -> PyObject* {
    const Description description(*reader.known, *reader.weights, page_of(arguments), false);
    const Ref odds(PyList_New(0));
    for (const Shares& shares : odds_of(reader, description)) {
      const Ref own(PyDict_New());
      for (const auto& [state, share] : shares) {
        const Ref value(PyFloat_FromDouble(share));
        PyObject* role = PyTuple_GET_ITEM(reader.roles, static_cast<Py_ssize_t>(state));
        if (PyDict_SetItem(own.get(), role, value.get()) < 0) return nullptr;
      }
      if (PyList_Append(odds.get(), own.get()) < 0) return nullptr;
    }
    return Py_BuildValue("iO", description.start(), odds.get());
  });
}

PyObject* names_of_page(PyObject* self, PyObject* arguments) {
  const Reader& reader = *reinterpret_cast<Reader*>(self);
  return guarded([&]() -> PyObject* {
    const Description description(*reader.known, *reader.weights, page_of(arguments), true);
    const Ref rows(PyList_New(0));
    for (const Told& told : description.told) {
      const Ref row(PyList_New(0));
      for (const std::string& name : told.names) {
        const Ref text(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
        if (PyList_Append(row.get(), text.get()) < 0) return nullptr;
      }
      if (PyList_Append(rows.get(), row.get()) < 0) return nullptr;
    }
    return Py_BuildValue("iO", description.start(), rows.get());
  });
}

PyMethodDef reader_methods[] = {
    {"label", label_page, METH_VARARGS,
     "label(pieces, pictures, root, host, claims, absolute): blocks, the range of pieces of each, how probable story "
     "is."},
    {"read", read_page, METH_VARARGS, "read(...): the first piece described, and the odds of each one's roles."},
    {"names", names_of_page, METH_VARARGS,
     "names(...): the first piece described, and the names of what is true of each."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot reader_slots[] = {
    {Py_tp_doc, const_cast<char*>("A random field that reads HTML.")},
    {Py_tp_new, reinterpret_cast<void*>(make_reader)},
    {Py_tp_dealloc, reinterpret_cast<void*>(free_reader)},
    {Py_tp_methods, reader_methods},
    {0, nullptr},
};

PyType_Spec reader_spec = {"articlekit._core.Reader", sizeof(Reader), 0, Py_TPFLAGS_DEFAULT, reader_slots};

struct Walker {
  PyObject_HEAD WalkRules* rules;
};

PyObject* make_walker(PyTypeObject* type, PyObject* arguments, PyObject*) {
  PyObject* known;
  if (!PyArg_ParseTuple(arguments, "O!", &PyDict_Type, &known)) return nullptr;
  return guarded([&]() -> PyObject* {
    auto rules = std::make_unique<WalkRules>();
    rules->read(known);
    auto* walker = reinterpret_cast<Walker*>(type->tp_alloc(type, 0));
    if (walker == nullptr) return nullptr;
    walker->rules = rules.release();
    return reinterpret_cast<PyObject*>(walker);
  });
}

void free_walker(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  delete reinterpret_cast<Walker*>(self)->rules;
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* walk_page(PyObject* self, PyObject* arguments) {
  PyObject *body, *root;
  if (!PyArg_ParseTuple(arguments, "OO", &body, &root)) return nullptr;
  return guarded([&]() -> PyObject* {
    const Walk walk(*reinterpret_cast<Walker*>(self)->rules, body, root);
    return Py_BuildValue("OON", walk.pieces.get(), walk.pictures.get(), PyBool_FromLong(walk.truncated));
  });
}

PyMethodDef walker_methods[] = {
    {"walk", walk_page, METH_VARARGS, "walk(body, root): the body's pieces and pictures, and whether a bound was met."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot walker_slots[] = {
    {Py_tp_doc, const_cast<char*>("What reads the text of parsed pages.")},
    {Py_tp_new, reinterpret_cast<void*>(make_walker)},
    {Py_tp_dealloc, reinterpret_cast<void*>(free_walker)},
    {Py_tp_methods, walker_methods},
    {0, nullptr},
};

PyType_Spec walker_spec = {"articlekit._core.Walker", sizeof(Walker), 0, Py_TPFLAGS_DEFAULT, walker_slots};

int add_type(PyObject* module, const char* name, PyType_Spec* spec) {
  PyObject* type = PyType_FromSpec(spec);
  if (type == nullptr) return -1;
  const int added = PyModule_AddObjectRef(module, name, type);
  Py_DECREF(type);
  return added;
}

int execute(PyObject* module) {
  SignTable::fill();
  return add_type(module, "Reader", &reader_spec) < 0 ? -1 : add_type(module, "Walker", &walker_spec);
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
    "The walk and the labeller for HTML, compiled.",
    0,
    nullptr,
    module_slots,
    nullptr,
    nullptr,
    nullptr,
};

}  // namespace
}  // namespace articlekit

PyMODINIT_FUNC PyInit__core() { return PyModuleDef_Init(&articlekit::module_definition); }

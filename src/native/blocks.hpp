// Blocks of labelled pieces, with what is inline in them (`segmenter.blocks`).
#pragma once

#include "addresses.hpp"
#include "decision.hpp"
#include "description.hpp"

namespace articlekit {

// An object of a frozen, slotted dataclass, made field by field.
class Value {
 public:
  explicit Value(PyObject* type) : object_(PyType_GenericAlloc(reinterpret_cast<PyTypeObject*>(type), 0)) {}

  void set(const Name& name, PyObject* value) { set_attribute(object_.get(), name, value); }
  void set(const Name& name, const Ref& value) { set(name, value.get()); }

  // What points only at text and tuples of it is never part of a cycle: the garbage collector need not look at it.
  PyObject* release() {
    PyObject_GC_UnTrack(object_.get());
    return object_.release();
  }

 private:
  Ref object_;
};

// A page's blocks, and for each the pieces that it was made of and how probable it is that it is story.
struct Labelling {
  Ref blocks{PyList_New(0)};
  Ref ranges{PyList_New(0)};
  Ref story{PyList_New(0)};
};

class BlockMaker {
 public:
  // `roles` are Python's, a tuple.
  BlockMaker(const Knowledge& known, Tree& tree, const Addresses& addresses, PyObject* roles)
      : known_(known),
        tree_(tree),
        addresses_(addresses),
        roles_(roles),
        paths_(static_cast<std::size_t>(tree.count())) {}

  Labelling make(const std::vector<Guess>& guesses) {
    Labelling made;
    for (std::size_t start = 0; start < guesses.size();) {
      std::size_t stop = start + 1;
      while (stop < guesses.size() && tree_.pieces[stop].run == tree_.pieces[start].run &&
             guesses[stop].role == guesses[start].role) {
        ++stop;
      }
      append(made.blocks, Ref(block(guesses, start, stop)));
      append(made.ranges, range(start, stop));
      append(made.story, Ref(PyFloat_FromDouble(guesses[start].story)));
      start = stop;
    }
    return made;
  }

 private:
  static Ref range(std::size_t start, std::size_t stop) {
    const Ref first(PyLong_FromSize_t(start)), end(PyLong_FromSize_t(stop));
    PyObject* const bounds[] = {first.get(), end.get()};
    return Ref(PyObject_Vectorcall(reinterpret_cast<PyObject*>(&PyRange_Type), bounds, 2, nullptr));
  }

  PyObject* block(const std::vector<Guess>& guesses, std::size_t start, std::size_t stop) {
    static const Name text("text"), role("role"), confidence("confidence"), tag("tag"), hidden("hidden"),
        links("links"), emphasis("emphasis"), preformatted("preformatted"), path("path"), offset("offset"),
        span("span"), reasons("reasons"), pre("pre");
    const Piece& first = tree_.pieces[start];
    double least = guesses[start].confidence;
    for (std::size_t i = start; i < stop; ++i) least = std::min(least, guesses[i].confidence);
    const Ref line = stop - start == 1 ? Ref::borrowed(first.text) : joined(start, stop);
    const Ref tag_name = attribute(tree_[first.element].object, tag);
    const Ref nothing(PyTuple_New(0));
    Value made(known_.block.get());
    made.set(text, line);
    made.set(role, PyTuple_GET_ITEM(roles_, static_cast<Py_ssize_t>(guesses[start].role)));
    made.set(confidence, Ref(PyFloat_FromDouble(least)));
    made.set(tag, tag_name);
    made.set(hidden, tree_.is_hidden(first.element) ? Py_True : Py_False);
    made.set(links, links_of(start, stop, nothing));
    made.set(emphasis, emphasis_of(start, stop, nothing));
    const bool may_be_all = first.offset == 0 && PyUnicode_Compare(tag_name.get(), pre.get()) == 0;
    made.set(preformatted,
             may_be_all ? known_.preformatted(tree_[first.element].object, line.get()) : Ref::borrowed(Py_None));
    made.set(path, path_of(first.element));
    made.set(offset, Ref(PyLong_FromSize_t(first.offset)));
    made.set(span, Py_None);
    made.set(reasons, nothing);
    return made.release();
  }

  // Puts the parts of a carved line together again, as they were.
  Ref joined(std::size_t start, std::size_t stop) const {
    Signs line;
    for (std::size_t i = start; i < stop; ++i) {
      const Piece& piece = tree_.pieces[i];
      line.resize(piece.offset - tree_.pieces[start].offset, U' ');
      line += signs_of(piece.text);
    }
    return Ref(PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, line.data(), static_cast<Py_ssize_t>(line.size())));
  }

  Ref links_of(std::size_t start, std::size_t stop, const Ref& nothing) {
    static const Name href("href"), url("url"), text("text"), offset("offset");
    std::vector<Ref> links;
    for (std::size_t i = start; i < stop; ++i) {
      const Piece& piece = tree_.pieces[i];
      for (const Inline& mark : piece.inlines) {
        if (!tree_.is(mark.element, tree_.a)) continue;
        const Ref address = tree_.value(mark.element, href);
        if (!address) continue;
        const Ref whole = addresses_.whole(address.get());
        if (is_none(whole)) continue;
        Value link(known_.link.get());
        link.set(url, whole);
        link.set(text, Ref(PyUnicode_Substring(piece.text, static_cast<Py_ssize_t>(mark.start),
                                               static_cast<Py_ssize_t>(mark.end))));
        link.set(offset, Ref(PyLong_FromSize_t(piece.offset - tree_.pieces[start].offset + mark.start)));
        links.emplace_back(link.release());
      }
    }
    if (links.empty()) return Ref::borrowed(nothing.get());
    Ref found(PyTuple_New(static_cast<Py_ssize_t>(links.size())));
    for (std::size_t i = 0; i < links.size(); ++i) {
      PyTuple_SET_ITEM(found.get(), static_cast<Py_ssize_t>(i), links[i].release());
    }
    return found;
  }

  // What is set in another style; of an element that was cut with its line, all of it.
  Ref emphasis_of(std::size_t start, std::size_t stop, const Ref& nothing) {
    std::vector<Inline> found;
    for (std::size_t i = start; i < stop; ++i) {
      const std::size_t before = tree_.pieces[i].offset - tree_.pieces[start].offset;
      for (const Inline& mark : tree_.pieces[i].inlines) {
        if (mark.start >= mark.end || !known_.styles.contains(tree_.tag_of(mark.element))) continue;
        const auto same = std::ranges::find(found, mark.element, &Inline::element);
        if (same != found.end()) {
          same->end = before + mark.end;
        } else {
          found.push_back({before + mark.start, before + mark.end, mark.element});
        }
      }
    }
    if (found.empty()) return Ref::borrowed(nothing.get());
    static const Name kind("kind"), start_name("start"), end_name("end");
    const Ref emphasis(PyTuple_New(static_cast<Py_ssize_t>(found.size())));
    for (std::size_t i = 0; i < found.size(); ++i) {
      Value own(known_.emphasis.get());
      own.set(kind, known_.styles.find(tree_.tag_of(found[i].element))->second);
      own.set(start_name, Ref(PyLong_FromSize_t(found[i].start)));
      own.set(end_name, Ref(PyLong_FromSize_t(found[i].end)));
      PyTuple_SET_ITEM(emphasis.get(), static_cast<Py_ssize_t>(i), own.release());
    }
    return Ref::borrowed(emphasis.get());
  }

  // A CSS path that selects an element.
  const Ref& path_of(int element) {
    Path& own = paths_[static_cast<std::size_t>(element)];
    if (!own.object) {
      const PageString<char>& text = spelled(element);
      own.object = Ref(PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size())));
    }
    return own.object;
  }

  const PageString<char>& spelled(int element) {
    Path& own = paths_[static_cast<std::size_t>(element)];
    if (!own.text.empty()) return own.text;
    const std::string& tag = tree_.tag_of(element);
    const int above = tree_.parent(element);
    if (!is_plain(tag)) {
      static const Name path("path");
      own.text = view(attribute(tree_[element].object, path).get());
    } else if (above == kNone) {
      own.text = tag;
    } else {
      static const Name nth("nth");
      const PageString<char>& upper = spelled(above);
      own.text.reserve(upper.size() + tag.size() + 24);
      own.text.append(upper).append(" > ").append(tag).append(":nth-of-type(");
      own.text.append(std::to_string(integer(attribute(tree_[element].object, nth)))).append(")");
    }
    return own.text;
  }

  // Whether a tag's name needs no escaping in CSS.
  static bool is_plain(std::string_view tag) {
    const auto is_letter = [](char byte) { return is_small(byte) || is_large(byte) || byte == '_'; };
    return !tag.empty() && is_letter(tag.front()) && std::all_of(tag.begin(), tag.end(), [&](char byte) {
      return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-';
    });
  }

  struct Path {
    PageString<char> text;
    Ref object;
  };

  const Knowledge& known_;
  Tree& tree_;
  const Addresses& addresses_;
  PyObject* const roles_;
  std::vector<Path> paths_;
};

}  // namespace articlekit

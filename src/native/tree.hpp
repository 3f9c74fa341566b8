// A document as the cleaner made it: elements by number, pieces, pictures. What few are asked for is read when asked.
#pragma once

#include <array>
#include <deque>
#include <unordered_map>

#include "knowledge.hpp"
#include "naming.hpp"

namespace articlekit {

// A set of words of the vocabulary, by number, in order.
using Numbers = PageVector<int>;

inline Numbers united(const Numbers& some, const Numbers& other) {
  Numbers both;
  both.reserve(some.size() + other.size());
  std::set_union(some.begin(), some.end(), other.begin(), other.end(), std::back_inserter(both));
  return both;
}

struct Element {
  PyObject* object;  // the document keeps it alive
  int parent;
  int depth;
  int tag;
};

struct Inline {
  std::size_t start;
  std::size_t end;
  int element;
  std::size_t size() const { return end - start; }
};

struct Piece {
  PyObject* text;
  std::size_t size;
  std::size_t run;
  std::size_t offset;
  int element;
  PageVector<Inline> inlines;
};

struct Picture {
  int element;
  int before;
};

class Tree {
 public:
  explicit Tree(const Knowledge& known) : known_(known), a(tag("a")), article(tag("article")) {}

  void read(PyObject* pieces, PyObject* pictures, PyObject* root) {
    static const Name text("text"), run("run"), offset("offset"), element("element"), inlines("inlines"),
        before("before");
    this->root = root == Py_None ? kNone : number(root);
    each(pieces, [&](PyObject* object) {
      Piece piece{attribute(object, text).get(), 0, 0, 0, number(attribute(object, element).get()), {}};
      piece.size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(piece.text));
      piece.run = static_cast<std::size_t>(integer(attribute(object, run)));
      piece.offset = static_cast<std::size_t>(integer(attribute(object, offset)));
      read_inlines(attribute(object, inlines).get(), piece.inlines);
      this->pieces.push_back(std::move(piece));
    });
    each(pictures, [&](PyObject* object) {
      const int at = number(attribute(object, element).get());
      this->pictures.push_back({at, static_cast<int>(integer(attribute(object, before)))});
    });
  }

  const Element& operator[](int element) const { return elements_[static_cast<std::size_t>(element)]; }
  int parent(int element) const { return (*this)[element].parent; }
  int count() const { return static_cast<int>(elements_.size()); }
  const std::string& tag_of(int element) const { return tags_[static_cast<std::size_t>((*this)[element].tag)]; }
  Part tag_part(int element) const { return tag_parts_[static_cast<std::size_t>((*this)[element].tag)]; }
  bool is(int element, int tag) const { return (*this)[element].tag == tag; }

  // The number of a tag's name.
  int tag(std::string_view name) {
    const auto known = tag_numbers_.find(name);
    if (known != tag_numbers_.end()) return known->second;
    tag_parts_.emplace_back(tags_.emplace_back(name));
    return tag_numbers_[std::string(name)] = static_cast<int>(tags_.size()) - 1;
  }

  // An element's attributes: a mapping of Python's.
  PyObject* attributes(int element) {
    Asked& asked = asked_[static_cast<std::size_t>(element)];
    if (!asked.attributes) asked.attributes = Naming::attributes((*this)[element].object);
    return asked.attributes.get();
  }

  // The value of an attribute; none if there is none, or no value.
  Ref value(int element, const Name& name) {
    PyObject* found = attributes(element);
    if (PyDict_GET_SIZE(found) == 0) return Ref();
    Ref value = value_of(found, name.get());
    return value && !is_none(value) ? std::move(value) : Ref();
  }

  // The number of an element's class names as they stand; kNone if it has none.
  int class_of(int element) {
    Asked& asked = asked_[static_cast<std::size_t>(element)];
    if (!asked.has_class) {
      static const Name name("class");
      const Ref names = value(element, name);
      asked.has_class = true;
      if (names) {
        const auto [known, is_new] =
            classes_.try_emplace(std::string(view(names.get())), static_cast<int>(classes_.size()));
        asked.class_number = known->second;
      }
    }
    return asked.class_number;
  }

  // The same, where empty class names are as good as none.
  int class_or_none(int element) {
    const int number = class_of(element);
    const auto empty = classes_.find(std::string_view());
    return empty != classes_.end() && number == empty->second ? kNone : number;
  }

  // The words of an element's names: of the vocabulary, and whether one is of what stands apart from a story.
  const Numbers& words(int element) {
    static const Numbers none;
    const int set = word_set(element);
    return set == kNone ? none : word_sets_[static_cast<std::size_t>(set)].words;
  }
  bool is_worded_apart(int element) {
    const int set = word_set(element);
    return set != kNone && word_sets_[static_cast<std::size_t>(set)].apart;
  }

  // The set of all of an element's words, as a number; kNone if it has no attributes.
  int word_set(int element) {
    Asked& asked = asked_[static_cast<std::size_t>(element)];
    if (asked.has_words) return asked.word_set;
    asked.has_words = true;
    if (PyDict_GET_SIZE(attributes(element)) == 0) return kNone;
    Naming::read(attributes(element), names_);
    const auto known = worded_.find(names_);
    if (known != worded_.end()) return asked.word_set = known->second;
    return asked.word_set = worded_[names_] = read_words(element);
  }

  // Whether markup keeps an element, or one around it, from every reader; the element is told, too.
  bool is_hidden(int element) {
    Asked& asked = asked_[static_cast<std::size_t>(element)];
    if (asked.hidden == kNone) {
      static const Name kept("_hidden");
      const int above = parent(element);
      asked.hidden = (above != kNone && is_hidden(above)) || hides(element);
      PyObject* known = asked.hidden == 1 ? Py_True : Py_False;
      set_attribute((*this)[element].object, kept, known);
    }
    return asked.hidden == 1;
  }

  // How many steps up from the deeper of two elements until both meet; `far` beyond a few.
  Part steps_between(int one, int other) const {
    constexpr int kFar = 8;
    if (one == other) return "element";
    int steps = 0;
    while (one != kNone && other != kNone && one != other) {
      if (steps == kFar) return "far";
      const int deep = (*this)[one].depth, its = (*this)[other].depth;
      if (deep >= its) one = parent(one);
      if (its >= deep) other = parent(other);
      ++steps;
    }
    return steps;
  }

  std::vector<Piece> pieces;
  std::vector<Picture> pictures;
  int root = kNone;

 private:
  struct Asked {
    Ref attributes;
    int class_number = kNone;
    int word_set = kNone;
    int hidden = kNone;
    bool has_class = false;
    bool has_words = false;
  };

  // Whether an element's own markup hides it; style is left to Python.
  bool hides(int element) {
    static const Name hidden("hidden"), aria("aria-hidden"), open("open"), style("style");
    PyObject* found = attributes(element);
    const bool is_dialog = tag_of(element) == "dialog";
    const bool has_other = PyDict_GET_SIZE(found) > (class_of(element) == kNone ? 0 : 1);
    if (!has_other) return is_dialog;
    if (value_of(found, hidden.get())) return true;
    const Ref state = value(element, aria);
    if (state && view(state.get()) == "true") return true;
    if (is_dialog) return !value_of(found, open.get());
    const Ref declared = value(element, style);
    return declared && may_conceal(view(declared.get())) && truth(known_.conceals(declared.get()));
  }

  // Whether a style may hide an element; few say so, and none that is of ASCII and has neither word.
  static bool may_conceal(std::string_view style) {
    const auto holds = [&](std::string_view word) {
      const auto is_same = [](char letter, char other) { return low(letter) == other; };
      return std::search(style.begin(), style.end(), word.begin(), word.end(), is_same) != style.end();
    };
    const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
    return !std::all_of(style.begin(), style.end(), is_ascii) || holds("none") || holds("hidden");
  }

  // A set of words: those of the vocabulary, and whether one is of what stands apart from a story.
  struct Worded {
    Numbers words;
    bool apart = false;
  };

  // Where an object lies, as a word.
  static Word word_of_address(PyObject* object) {
    return static_cast<Word>(reinterpret_cast<std::uintptr_t>(object)) * 0x9e3779b97f4a7c15u;
  }

  // The number of an element, which those around it get too.
  int number(PyObject* object) {
    static const Name tag_name("tag"), parent_name("parent"), depth_name("depth");
    std::vector<PyObject*>& unknown = unknown_;
    unknown.clear();
    int above = kNone;
    for (Ref at = Ref::borrowed(object); !is_none(at); at = attribute(at.get(), parent_name)) {
      if (const int known = numbers_[word_of_address(at.get())]; known != kNone) {
        above = known;
        break;
      }
      unknown.push_back(at.get());
    }
    for (auto at = unknown.rbegin(); at != unknown.rend(); ++at) {
      const Ref name = attribute(*at, tag_name);
      elements_.push_back({*at, above, static_cast<int>(integer(attribute(*at, depth_name))), tag(view(name.get()))});
      above = numbers_.at(word_of_address(*at)) = static_cast<int>(elements_.size()) - 1;
      asked_.emplace_back();
    }
    return above;
  }

  void read_inlines(PyObject* marks, PageVector<Inline>& into) {
    static const Name start("start"), end("end"), element("element");
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(marks); ++i) {
      PyObject* mark = PyTuple_GET_ITEM(marks, i);
      into.push_back({static_cast<std::size_t>(integer(attribute(mark, start))),
                      static_cast<std::size_t>(integer(attribute(mark, end))), number(attribute(mark, element).get())});
    }
  }

  // The number of the set of words that an element's names are made of.
  int read_words(int element) {
    const Words words = Naming::words((*this)[element].object, names_);
    const auto [known, is_new] = set_numbers_.try_emplace(words, static_cast<int>(word_sets_.size()));
    if (!is_new) return known->second;
    Worded& worded = word_sets_.emplace_back();
    for (const Word word : words) {
      const NameWord* own = known_.names.find(word);
      if (own == nullptr) continue;
      if (own->number != kNone) worded.words.push_back(own->number);
      worded.apart = worded.apart || own->is_apart;
    }
    std::sort(worded.words.begin(), worded.words.end());
    return known->second;
  }

  const Knowledge& known_;
  std::vector<Element> elements_;
  std::vector<Asked> asked_;
  WordMap numbers_;
  std::vector<PyObject*> unknown_;
  std::deque<std::string> tags_;
  std::vector<Part> tag_parts_;
  StringMap<int> tag_numbers_;
  StringMap<int> classes_;
  std::string names_;
  StringMap<int> worded_;
  PageMap<Words, int, SequenceHash> set_numbers_;
  std::deque<Worded> word_sets_;

 public:
  const int a;
  const int article;
};

}  // namespace articlekit

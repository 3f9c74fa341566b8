// Which pieces may hold two things, and which of these stand in a picture's frame (`cleaner.carving`): most short lines
// show no sign of it, and are passed by.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge.hpp"
#include "naming.hpp"
#include "signs.hpp"

namespace articlekit {

class SeamFinder {
 public:
  void read(PyObject* known) {
    line_ = integer_entry(known, "line");
    levels_ = static_cast<int>(integer_entry(known, "levels"));
    openings_ = strings(entry(known, "openings"));
    read_strings(known, "tags", tags_);
    read_strings(known, "words", words_);
  }

  // The numbers of the pieces that want a closer look, in order, and whether each stands in a frame.
  Ref find(PyObject* pieces) const {
    static const Name element("element");
    Ref found(PyList_New(0));
    Frames frames;
    Py_ssize_t number = 0;
    each(pieces, [&](PyObject* piece) {
      if (may_be_cut(piece)) {
        const bool framed = levels_below(attribute(piece, element), frames) < levels_;
        append(found, Ref(Py_BuildValue("nO", number, framed ? Py_True : Py_False)));
      }
      ++number;
    });
    return found;
  }

 private:
  bool may_be_cut(PyObject* piece) const {
    static const Name text_name("text"), inlines_name("inlines");
    const Ref text = attribute(piece, text_name);
    if (PyUnicode_GET_LENGTH(text.get()) > line_ || shows_seam(text.get())) return true;
    return marks_part(attribute(piece, inlines_name).get(), PyUnicode_GET_LENGTH(text.get()));
  }

  // Whether an inline element covers some of a text, not all.
  static bool marks_part(PyObject* inlines, Py_ssize_t size) {
    static const Name start("start"), end("end");
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(inlines); ++i) {
      PyObject* mark = PyTuple_GET_ITEM(inlines, i);
      if (integer(attribute(mark, start)) > 0 || integer(attribute(mark, end)) < size) return true;
    }
    return false;
  }

  // Whether a text holds what every date, bracket, sentence's end, slash between names and label of a credit has.
  bool shows_seam(PyObject* text) const {
    const Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    const int kind = PyUnicode_KIND(text);
    const void* data = PyUnicode_DATA(text);
    const auto at = [&](Py_ssize_t i) { return i < size ? static_cast<Sign>(PyUnicode_READ(kind, data, i)) : U'\0'; };
    for (Py_ssize_t i = 0; i < size; ++i) {
      const Sign sign = at(i);
      if (sign == ':' || sign == U'©') return true;
      if (sign > 'z' ? contains(U"…。！？”»（【\u0130\u212A"sv, sign) : contains(U".!?)]\"([/"sv, sign)) {
        if (i + 1 < size) return true;  // U+0130 and U+212A are there for their lower case, which is i and k
      } else if (is_decimal(sign)) {
        if (contains(U"./-"sv, at(i + 1))) return true;
        if (is_decimal(at(i + 1)) && is_decimal(at(i + 2)) && is_decimal(at(i + 3)) && !is_word(at(i + 4))) return true;
      } else if (sign == ' ' && ends_opening(at, i)) {
        return true;
      }
    }
    return false;
  }

  // Whether the words that open a credit without a colon end before a place.
  template <class At>
  bool ends_opening(const At& at, Py_ssize_t end) const {
    for (const std::string& opening : openings_) {
      const auto size = static_cast<Py_ssize_t>(opening.size());
      if (size > end) continue;
      Py_ssize_t i = size;
      while (i > 0 && low(at(end - size + i - 1)) == static_cast<Sign>(opening[static_cast<std::size_t>(i - 1)])) --i;
      if (i == 0) return true;
    }
    return false;
  }

  // How many levels each element stands below a frame.
  using Frames = std::unordered_map<PyObject*, int>;

  int levels_below(Ref element, Frames& frames) const {
    static const Name parent("parent");
    std::vector<PyObject*> path;
    int levels = levels_;
    while (!is_none(element)) {
      if (const auto known = frames.find(element.get()); known != frames.end()) {
        levels = known->second;
        break;
      }
      if (is_frame(element.get())) {
        levels = frames[element.get()] = 0;
        break;
      }
      path.push_back(element.get());  // the piece's element keeps those around it alive
      element = attribute(element.get(), parent);
    }
    for (auto below = path.rbegin(); below != path.rend(); ++below) frames[*below] = ++levels;
    return levels;
  }

  bool is_frame(PyObject* element) const {
    static const Name tag("tag");
    if (tags_.contains(view(attribute(element, tag).get()))) return true;
    std::string names;
    Naming::read(Naming::attributes(element).get(), names);
    const std::vector<std::string> words = Naming::words(element, names);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return words_.contains(word); });
  }

  std::int64_t line_ = 0;
  int levels_ = 0;
  StringSet tags_, words_;
  std::vector<std::string> openings_;
};

}  // namespace articlekit

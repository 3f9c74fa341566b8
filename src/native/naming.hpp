// The words that an element's class, id and the like are made of (`cleaner.document.Element.words`).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "signs.hpp"

namespace articlekit {

class Naming {
 public:
  // An element's attributes: a mapping of Python's, which the element keeps once it was asked.
  static Ref attributes(PyObject* element) {
    static const Name kept("_attributes"), node("node"), name("attributes");
    Ref found = attribute(element, kept);
    if (is_none(found)) {
      found = attribute(attribute(element, node).get(), name);
      if (is_none(found)) found = Ref(PyDict_New());
      set_attribute(element, kept, found.get());
    }
    if (!PyDict_Check(found.get())) {
      PyErr_SetString(PyExc_TypeError, "attributes are no dict");
      throw PythonError{};
    }
    return found;
  }

  // The names in a mapping of attributes, one after another.
  static void read(PyObject* attributes, std::string& names) {
    names.clear();
    Py_ssize_t left = PyDict_GET_SIZE(attributes);
    for (auto name = all().begin(); left > 0 && name != all().end(); ++name) {
      const Ref text = value_of(attributes, name->get());
      if (text && !is_none(text)) (names += ' ') += view(text.get());
      if (text) --left;
    }
  }

  // Cuts an element's names into words, in lower case, each once; Python cuts those that are too long.
  static Words words(PyObject* element, std::string_view names) {
    static const Name name("words");
    Words found;
    if (names.size() > kLongestNames) {
      each(attribute(element, name).get(), [&](PyObject* word) { found.push_back(word_of(word)); });
    } else {
      cut(names, found);
    }
    return set_of(std::move(found));
  }

 private:
  static constexpr std::size_t kLongestWord = 20;
  static constexpr std::size_t kLongestNames = 8000;

  // Which attributes name an element.
  static const std::array<Name, 7>& all() {
    static const std::array<Name, 7> names = {
        Name("class"),          Name("id"),   Name("itemprop"), Name("data-testid"),
        Name("data-component"), Name("role"), Name("rel")};
    return names;
  }

  // Cuts names into words, whatever their spelling: two small letters and more with the capital before them, or
  // capitals alone.
  static void cut(std::string_view names, Words& words) {
    for (std::size_t i = 0; i < names.size();) {
      std::size_t end = is_large(names[i]) ? i + 1 : i;
      const std::size_t small = end;
      while (end < names.size() && is_small(names[end])) ++end;
      if (end - small < 2) {
        end = i;
        while (end < names.size() && is_large(names[end])) ++end;
        if (end - i < 2) {
          ++i;
          continue;
        }
      }
      if (end - i <= kLongestWord) words.push_back(word_in_lower_case(names.substr(i, end - i)));
      i = end;
    }
  }
};

}  // namespace articlekit

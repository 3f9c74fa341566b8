// What the library knows before it sees a page, handed over by Python: words, phrases, patterns, a model's vocabulary.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "phrases.hpp"
#include "weights.hpp"

namespace articlekit {

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};
struct SequenceHash {
  template <class Sequence>
  std::size_t operator()(const Sequence& numbers) const {
    std::uint64_t hash = kNoWord;
    for (const auto number : numbers)
      hash = (hash ^ static_cast<std::uint64_t>(number)) * 0xff51afd7ed558ccdu ^ hash >> 29;
    return hash;
  }
};
using StringSet = std::unordered_set<std::string, Hash, std::equal_to<>>;
template <class Value>
using StringMap = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

// A compiled expression, or another callable, of Python's: what is rare is not written twice.
class Callable {
 public:
  void read(PyObject* callable) { callable_ = Ref::borrowed(callable); }
  Ref operator()(PyObject* argument) const { return Ref(PyObject_CallOneArg(callable_.get(), argument)); }
  Ref operator()(PyObject* one, PyObject* other) const {
    return Ref(PyObject_CallFunctionObjArgs(callable_.get(), one, other, nullptr));
  }
  PyObject* get() const { return callable_.get(); }
  bool finds(PyObject* text) const { return !is_none((*this)(text)); }

 private:
  Ref callable_;
};

// What a mapping that Python hands over has under a key.
inline PyObject* entry(PyObject* known, const char* key) {
  PyObject* found = PyDict_GetItemString(known, key);
  if (found == nullptr) {
    PyErr_SetString(PyExc_KeyError, key);
    throw PythonError{};
  }
  return found;
}

inline std::int64_t integer_entry(PyObject* known, const char* key) {
  return integer(Ref::borrowed(entry(known, key)));
}

inline void read_strings(PyObject* known, const char* key, StringSet& into) {
  each(entry(known, key), [&](PyObject* item) { into.emplace(view(item)); });
}

// What is known of a word of class names: its number in the model's vocabulary, and whether it is of what stands apart
// from a story.
struct NameWord {
  int number = kNone;
  bool is_apart = false;
};

struct Knowledge {
  // Takes a mapping; its keys are the names of what is read here.
  void read(PyObject* known) {
    cues.read(entry(known, "cues"), known_words, &KnownWord::cues);
    labels.read(entry(known, "labels"), known_words, &KnownWord::labels);
    offers.read(entry(known, "offers"), known_words, &KnownWord::offers);
    each(entry(known, "jobs"), [&](PyObject* item) { known_words.at(word_of(item)).is_job = true; });
    each(entry(known, "function_words"), [&](PyObject* item) { function_words.add(item); });
    read_strings(known, "telling_tags", telling_tags);
    read_strings(known, "apart_tags", apart_tags);
    read_strings(known, "social", social);
    read_strings(known, "offer_words", offer_words);
    read_strings(known, "hosts", hosts);
    each(entry(known, "kinds"),
         [&](PyObject* pair) { kinds.emplace(view(PyTuple_GetItem(pair, 0)), view(PyTuple_GetItem(pair, 1))); });
    day.read(entry(known, "find_day"));
    capitals.read(entry(known, "match_capitals"));
    shape_of_sign.read(entry(known, "shape_of_sign"));
    for (Sign sign = 0; sign < kLatin; ++sign) shapes.push_back(ask_shape(sign));
    for (Sign sign = kPunctuation; sign < kLastPunctuation; ++sign) shapes.push_back(ask_shape(sign));
    case_of.read(entry(known, "case_of"));
    link_kinds.read(entry(known, "link_kinds"));
    destinations.read(entry(known, "destinations"));
    conceals.read(entry(known, "conceals"));
    preformatted.read(entry(known, "preformatted"));
    PyObject* meanings = entry(known, "styles");
    each(meanings, [&](PyObject* tag) { styles.emplace(view(tag), value_of(meanings, tag)); });
    emphasis = Ref::borrowed(entry(known, "emphasis"));
    block = Ref::borrowed(entry(known, "block"));
    link = Ref::borrowed(entry(known, "link"));
    read_vocabulary(known);
  }

  // The kind of a sign; 0 if it has to be asked for.
  char shape_of(Sign sign) const {
    if (sign < kLatin) return shapes[sign];
    return sign >= kPunctuation && sign < kLastPunctuation ? shapes[kLatin + sign - kPunctuation] : '\0';
  }

  char ask_shape(Sign sign) const {
    return view(shape_of_sign(Ref(PyUnicode_FromOrdinal(static_cast<int>(sign))).get()).get())[0];
  }

  Phrases cues, labels, offers;
  KnownWords known_words;
  WordList function_words;
  StringSet telling_tags, apart_tags, social, offer_words, hosts;
  StringMap<std::string> kinds;
  StringMap<Ref> styles;  // what tags of inline elements mean
  Callable day, capitals, shape_of_sign, case_of, link_kinds, destinations, conceals, preformatted;

  Ref block, link, emphasis;  // the classes

  // The model's vocabulary: words of class names and addresses by number, lines, first and last words, telling words.
  WordTable<NameWord> names;
  std::vector<std::string> name_of;
  WordList lines, words;
  std::vector<std::string> telling;
  Ref names_object;

  std::vector<char> shapes;  // of the signs that most text is made of

 private:
  static constexpr Sign kLatin = 0x250, kPunctuation = 0x2000, kLastPunctuation = 0x2070;

  void read_vocabulary(PyObject* known) {
    names_object = Ref::borrowed(entry(known, "vocabulary_names"));
    each(names_object.get(), [&](PyObject* item) {
      names.at(word_of(item)).number = static_cast<int>(name_of.size());
      name_of.emplace_back(view(item));
    });
    each(entry(known, "apart_words"), [&](PyObject* item) { names.at(word_of(item)).is_apart = true; });
    each(entry(known, "vocabulary_lines"), [&](PyObject* item) { lines.add(item); });
    each(entry(known, "vocabulary_words"), [&](PyObject* item) { words.add(item); });
    each(entry(known, "vocabulary_telling"), [&](PyObject* item) {
      known_words.at(word_of(item)).telling = static_cast<int>(telling.size());
      telling.emplace_back(view(item));
    });
  }
};

// The families of names that end with a word of the model's vocabulary.
struct Families {
  void read(const Weights& weights, const Knowledge& known) {
    for (std::size_t rank = 0; rank < around.size(); ++rank) {
      around[rank].read(weights, "c" + std::to_string(rank) + "=", known.name_of);
    }
    address.read(weights, "href=/", known.name_of);
    word.read(weights, "word=", known.telling);
    line.read(weights, "line=", known.lines.texts());
    first.read(weights, "first=", known.words.texts());
    last.read(weights, "last=", known.words.texts());
  }

  std::array<Family, 4> around;  // words of class names, by how far up they stand
  Family address, word, line, first, last;
};

}  // namespace articlekit

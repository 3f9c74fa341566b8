// Text as its signs (code points), and what Unicode says of each, just as Python's str and re see them.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "arena.hpp"
#include "python.hpp"

namespace articlekit {

using namespace std::string_view_literals;

using Sign = char32_t;
using Signs = PageString<Sign>;
using SignsView = std::u32string_view;

inline bool is_alpha(Sign sign) { return Py_UNICODE_ISALPHA(sign); }
inline bool is_digit(Sign sign) { return Py_UNICODE_ISDIGIT(sign); }

// What is asked most, known for the signs that most text is made of.
class SignTable {
 public:
  static constexpr int kSpace = 1, kDecimal = 2, kWord = 4, kLetter = 8;

  static bool is(Sign sign, int kind) { return (sign < kKnown ? kinds_[sign] : kinds_of(sign)) & kind; }

  static Sign lower(Sign sign) { return sign < kCased ? lower_[sign] : Py_UNICODE_TOLOWER(sign); }

  // To be called before the first question.
  static void fill() {
    for (Sign sign = 0; sign < kKnown; ++sign) kinds_[sign] = kinds_of(sign);
    for (Sign sign = 0; sign < kCased; ++sign) lower_[sign] = Py_UNICODE_TOLOWER(sign);
  }

 private:
  static constexpr Sign kCased = 0x2070,  // letters from Latin to the alphabets of India, and punctuation
      kKnown = 0xd7b0;                    // the scripts of East Asia, too

  static unsigned char kinds_of(Sign sign) {
    const bool decimal = Py_UNICODE_ISDECIMAL(sign), word = sign == '_' || Py_UNICODE_ISALNUM(sign);
    return static_cast<unsigned char>((Py_UNICODE_ISSPACE(sign) ? kSpace : 0) | (decimal ? kDecimal : 0) |
                                      (word ? kWord : 0) | (word && !decimal && sign != '_' ? kLetter : 0));
  }

  inline static std::array<unsigned char, kKnown> kinds_{};
  inline static std::array<Sign, kCased> lower_{};
};

inline bool is_space(Sign sign) { return SignTable::is(sign, SignTable::kSpace); }      // \s
inline bool is_decimal(Sign sign) { return SignTable::is(sign, SignTable::kDecimal); }  // \d
inline bool is_word(Sign sign) { return SignTable::is(sign, SignTable::kWord); }        // \w
inline bool is_letter(Sign sign) { return SignTable::is(sign, SignTable::kLetter); }    // [^\W\d_]
inline bool is_wide(Sign sign) { return (sign >= 0x3040 && sign <= 0x30ff) || (sign >= 0x3400 && sign <= 0x9fff); }

// Letters of ASCII, in a text or in its bytes.
template <class Letter>
constexpr bool is_small(Letter letter) {
  return letter >= 'a' && letter <= 'z';
}
template <class Letter>
constexpr bool is_large(Letter letter) {
  return letter >= 'A' && letter <= 'Z';
}
template <class Letter>
constexpr Letter low(Letter letter) {
  return is_large(letter) ? static_cast<Letter>(letter + 0x20) : letter;
}

// A capital as a person's name begins with.
inline bool is_capital(Sign sign) {
  return is_large(sign) || (sign >= 0xC0 && sign <= 0xDE) || (sign >= 0x410 && sign <= 0x42F) || sign == 0x141 ||
         sign == 0x160 || sign == 0x17D || sign == 0x10C || sign == 0x110;
}

constexpr bool contains(SignsView set, Sign sign) {
  for (const Sign each : set) {
    if (each == sign) return true;
  }
  return false;
}

// A set of signs that is asked for every sign of a text: those of ASCII cost one look.
class SignSet {
 public:
  constexpr explicit SignSet(SignsView signs) : signs_(signs) {
    for (const Sign sign : signs) {
      if (sign < 0x80) ascii_[sign / 64] |= std::uint64_t{1} << sign % 64;
    }
  }

  constexpr bool operator()(Sign sign) const {
    return sign < 0x80 ? (ascii_[sign / 64] >> sign % 64 & 1) != 0 : contains(signs_, sign);
  }

 private:
  SignsView signs_;
  std::array<std::uint64_t, 2> ascii_{};
};

// Texts by what they say.
struct TextHash {
  std::size_t operator()(PyObject* text) const { return std::hash<std::string_view>()(bytes_of(text)); }
  bool operator()(PyObject* one, PyObject* other) const {
    return PyUnicode_KIND(one) == PyUnicode_KIND(other) && bytes_of(one) == bytes_of(other);
  }

 private:
  static std::string_view bytes_of(PyObject* text) {
    return {static_cast<const char*>(PyUnicode_DATA(text)),
            static_cast<std::size_t>(PyUnicode_GET_LENGTH(text) * PyUnicode_KIND(text))};
  }
};

// Whether a text holds signs of Latin-1 alone.
inline bool is_latin(PyObject* text) { return PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND; }

inline void read_signs(PyObject* text, Signs& into) {
  const auto size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(text));
  const auto read = [&](const auto* data) { into.assign(data, data + size); };
  switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND:
      return read(PyUnicode_1BYTE_DATA(text));
    case PyUnicode_2BYTE_KIND:
      return read(PyUnicode_2BYTE_DATA(text));
    default:
      return read(PyUnicode_4BYTE_DATA(text));
  }
}

inline Signs signs_of(PyObject* text) {
  Signs signs;
  read_signs(text, signs);
  return signs;
}

// Whether each sign has a small letter of its own. Two have none: one becomes two, and the other's depends on those
// around it.
inline bool lowers_one_by_one(SignsView signs) {
  return std::none_of(signs.begin(), signs.end(), [](Sign sign) { return sign == U'\u0130' || sign == U'\u03A3'; });
}

// str.lower(); what does not go sign by sign is left to Python.
inline Signs lower(Signs signs) {
  if (!lowers_one_by_one(signs)) {
    static const Name method("lower");
    const Ref text(
        PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, signs.data(), static_cast<Py_ssize_t>(signs.size())));
    return signs_of(Ref(PyObject_CallMethodNoArgs(text.get(), method.get())).get());
  }
  for (Sign& sign : signs) sign = SignTable::lower(sign);
  return signs;
}
inline Signs lower(SignsView signs) { return lower(Signs(signs)); }

inline void append_utf8(std::string& out, Sign sign) {
  if (sign < 0x80) {
    out += static_cast<char>(sign);
  } else if (sign < 0x800) {
    out += static_cast<char>(0xC0 | sign >> 6);
    out += static_cast<char>(0x80 | (sign & 0x3F));
  } else if (sign < 0x10000) {
    out += static_cast<char>(0xE0 | sign >> 12);
    out += static_cast<char>(0x80 | (sign >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (sign & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | sign >> 18);
    out += static_cast<char>(0x80 | (sign >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (sign >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (sign & 0x3F));
  }
}

inline std::string utf8(SignsView signs) {
  Sign all = 0;
  for (const Sign sign : signs) all |= sign;
  if (all < 0x80) return {signs.begin(), signs.end()};
  std::string out;
  out.reserve(2 * signs.size());
  for (const Sign sign : signs) append_utf8(out, sign);
  return out;
}

// Letters and digits alone, of a text in lower case.
inline Signs only_letters(Signs lowered) {
  std::erase_if(lowered, [](Sign sign) { return sign == '_' || !is_word(sign); });
  return lowered;
}

// Letters and digits alone, in lower case.
inline Signs fold(Signs signs) { return only_letters(lower(std::move(signs))); }

// A word stands for itself by its hash: 64 bits, so that two words of a page do not meet.
using Word = std::uint64_t;

constexpr Word kNoWord = 0xcbf29ce484222325u;

constexpr Word longer(Word word, Sign sign) { return (word ^ sign) * 0x100000001b3u; }

inline Word word_of(SignsView signs, Word before = kNoWord) {
  for (const Sign sign : signs) before = longer(before, sign);
  return before;
}

// The word that letters of ASCII are in lower case.
inline Word word_in_lower_case(std::string_view letters) {
  Word word = kNoWord;
  for (const char letter : letters) word = longer(word, static_cast<unsigned char>(low(letter)));
  return word;
}

inline Word word_of(PyObject* text) { return word_of(signs_of(text)); }

// Cuts lower-case text into words and signs, as `lexicon.tokenize` does; they last as long as the text.
template <class Take>
void each_token(SignsView low, Take take) {
  for (std::size_t i = 0; i < low.size();) {
    const Sign sign = low[i];
    std::size_t end = i + 1;
    if (!is_word(sign) && is_space(sign)) {
      i = end;
      continue;
    }
    if (is_word(sign) && !is_wide(sign)) {
      while (end < low.size() && is_word(low[end]) && !is_wide(low[end])) ++end;
    }
    take(low.substr(i, end - i));
    i = end;
  }
}

inline PageVector<SignsView> tokens_of(SignsView low) {
  PageVector<SignsView> tokens;
  tokens.reserve(low.size() / 4 + 4);
  each_token(low, [&](SignsView token) { tokens.push_back(token); });
  return tokens;
}

// A set of words, in order.
using Words = PageVector<Word>;

inline Words set_of(Words words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

inline std::size_t count_shared(const Words& some, const Words& other) {
  std::size_t count = 0;
  for (auto a = some.begin(), b = other.begin(); a != some.end() && b != other.end();) {
    if (*a < *b) {
      ++a;
    } else if (*b < *a) {
      ++b;
    } else {
      ++count, ++a, ++b;
    }
  }
  return count;
}

// Dice coefficient of two sets of words, 0 to 1.
inline double likeness(const Words& some, const Words& other) {
  if (some.empty() || other.empty()) return 0.0;
  return 2.0 * static_cast<double>(count_shared(some, other)) / static_cast<double>(some.size() + other.size());
}

// The runs of signs that belong, at least so many long.
template <class Belongs>
Words runs_of(SignsView signs, std::size_t fewest, Belongs belongs) {
  Words found;
  found.reserve(signs.size() / 6 + 2);
  for (std::size_t i = 0; i < signs.size();) {
    std::size_t end = i;
    while (end < signs.size() && belongs(signs[end])) ++end;
    if (end > i && end - i >= fewest) found.push_back(word_of(signs.substr(i, end - i)));
    i = std::max(end, i + 1);
  }
  return set_of(std::move(found));
}

// How many of the bounds, in order, are at most a value.
template <class Bounds, class Value>
int step_of(const Bounds& bounds, Value value) {
  return static_cast<int>(std::upper_bound(std::begin(bounds), std::end(bounds), value) - std::begin(bounds));
}

}  // namespace articlekit

// Which pieces may hold two things, and which of these stand in a picture's frame (`cleaner.carving`): nine in ten show
// no sign of it where it would be, and are passed by.
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
    line_ = size_entry(known, "line");
    caption_ = size_entry(known, "caption");
    credit_ = size_entry(known, "credit");
    longest_label_ = size_entry(known, "longest_label");
    levels_ = static_cast<int>(integer_entry(known, "levels"));
    for (const auto& [key, into] : {std::pair("openings", &openings_), std::pair("labels", &labels_)}) {
      each(entry(known, key), [&](PyObject* text) { into->push_back(signs_of(text)); });
    }
    for (const auto& [key, into] : {std::pair("agencies", &agencies_), std::pair("frame_words", &frame_words_),
                                    std::pair("part_words", &part_words_)}) {
      each(entry(known, key), [&](PyObject* text) { into->add(text); });
    }
    for (const auto& [key, into] :
         {std::pair("frame_tags", &frame_tags_), std::pair("headings", &headings_), std::pair("emphasis", &emphasis_),
          std::pair("in_headings", &in_headings_), std::pair("woven", &woven_)}) {
      read_strings(known, key, *into);
    }
  }

  // The numbers of the pieces that want a closer look, in order, and whether each stands in a frame.
  Ref find(PyObject* pieces) const {
    static const Name element("element");
    Ref found(PyList_New(0));
    Frames frames;
    Py_ssize_t number = 0;
    each(pieces, [&](PyObject* piece) {
      const Line line = read_line(piece);
      if (line.has_parts || holds_seam(line.signs)) {
        const Ref own = attribute(piece, element);
        const bool framed = levels_below(Ref::borrowed(own.get()), frames) < levels_;
        if (may_be_cut(line, own.get(), framed)) {
          append(found, Ref(Py_BuildValue("nO", number, framed ? Py_True : Py_False)));
        }
      }
      ++number;
    });
    return found;
  }

 private:
  // A piece's text and inline elements, and whether one of these covers some of the text, not all.
  struct Line {
    Signs signs;
    Ref inlines;
    bool has_parts;
  };

  static std::size_t size_entry(PyObject* known, const char* key) {
    return static_cast<std::size_t>(integer_entry(known, key));
  }

  static Line read_line(PyObject* piece) {
    static const Name text("text"), inlines("inlines"), start("start"), end("end");
    Line line{signs_of(attribute(piece, text).get()), attribute(piece, inlines), false};
    const auto size = static_cast<std::int64_t>(line.signs.size());
    line.has_parts = has_mark(line.inlines.get(), [&](PyObject* mark) {
      return integer(attribute(mark, start)) > 0 || integer(attribute(mark, end)) < size;
    });
    return line;
  }

  template <class Holds>
  static bool has_mark(PyObject* inlines, Holds holds) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(inlines); ++i) {
      if (holds(PyTuple_GET_ITEM(inlines, i))) return true;
    }
    return false;
  }

  // The conditions of `_cuts_in_markup`, as far as they are soon seen.
  bool may_be_cut(const Line& line, PyObject* element, bool framed) const {
    static const Name tag("tag");
    const SignsView text = line.signs;
    if (framed && text.size() <= caption_) {
      return has_other(line, emphasis_) || holds_credit(text) || closes_brackets(text) || ends_open(text);
    }
    if (headings_.contains(view(attribute(element, tag).get()))) return has_other(line, in_headings_);
    if (text.size() <= line_) return holds_date(text) || has_other(line, woven_) || holds_credit(text);
    return closes_brackets(text) || has_named_part(line);
  }

  // Whether an inline element is of another tag than some.
  static bool has_other(const Line& line, const StringSet& tags) {
    static const Name element("element"), tag("tag");
    return line.has_parts && has_mark(line.inlines.get(), [&](PyObject* mark) {
             return !tags.contains(view(attribute(attribute(mark, element).get(), tag).get()));
           });
  }

  bool has_named_part(const Line& line) const {
    static const Name element("element");
    return has_mark(line.inlines.get(),
                    [&](PyObject* mark) { return is_named(attribute(mark, element).get(), part_words_); });
  }

  static bool is_named(PyObject* element, const WordList& among) {
    std::string names;
    Naming::read(Naming::attributes(element).get(), names);
    const Words words = Naming::words(element, names);
    return std::any_of(words.begin(), words.end(), [&](Word word) { return among.holds(word); });
  }

  bool holds_seam(SignsView text) const {
    return closes_brackets(text) || ends_open(text) || (text.size() <= line_ && holds_date(text)) || holds_credit(text);
  }

  // Whether a text holds a year's four digits, or a day's one or two between two signs after another digit.
  static bool holds_date(SignsView text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : U'\0'; };
    constexpr SignSet kSigns(U"./-"sv);
    const auto is_sign = [&](std::size_t i) { return kSigns(at(i)); };
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!is_decimal(text[i])) continue;
      const std::size_t day = i + (is_space(at(i + 2)) ? 3 : 2);
      if (is_sign(i + 1) && is_decimal(at(day)) && (is_sign(day + 1) || (is_decimal(at(day + 1)) && is_sign(day + 2))))
        return true;
      if (is_decimal(at(i + 1)) && is_decimal(at(i + 2)) && is_decimal(at(i + 3)) && !is_word(at(i + 4))) return true;
    }
    return false;
  }

  static bool closes_brackets(SignsView text) { return std::ranges::any_of(last(text, 3), SignSet(U")]）】"sv)); }

  // Whether a text's last words are no whole sentence, and others before them may be.
  bool ends_open(SignsView text) const {
    constexpr SignSet kStops(U".!?…。"sv), kEnds(U".!?…。！？"sv);
    return !text.empty() && !kStops(text.back()) && std::ranges::any_of(last(text, 2 * credit_), kEnds);
  }

  static SignsView last(SignsView text, std::size_t count) {
    return text.substr(text.size() - std::min(text.size(), count));
  }

  // Whether near its end a text holds a credit's label, or behind a sentence, a bracket or a slash an agency's name.
  bool holds_credit(SignsView text) const {
    constexpr SignSet kPartEnds(U".!?…。！？)]\"”»/"sv);
    return holds_label(last(text, credit_ + longest_label_)) ||
           (std::ranges::any_of(last(text, 2 * credit_), kPartEnds) && names_agency(last(text, credit_)));
  }

  bool holds_label(SignsView text) const {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const Sign sign = text[i];
      const auto follows = [&](const std::vector<Signs>& words) { return ends_with_one(text.substr(0, i), words); };
      if (sign == U'©' || (sign == ':' && follows(labels_)) || (is_space(sign) && follows(openings_)) ||
          (sign == '(' && i + 2 < text.size() && low(text[i + 1]) == 'c' && text[i + 2] == ')')) {
        return true;
      }
    }
    return false;
  }

  // Whether a text, but for one space, ends with one of some in lower case. Its letters beyond ASCII may be any.
  static bool ends_with_one(SignsView text, const std::vector<Signs>& endings) {
    if (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    const auto is_same = [](Sign own, Sign sign) { return sign > 0x7f || own == low(sign); };
    return std::ranges::any_of(endings, [&](SignsView ending) {
      if (ending.size() > text.size()) return false;
      const std::size_t start = text.size() - ending.size();
      return (start == 0 || !is_word(text[start - 1])) && std::ranges::equal(ending, text.substr(start), is_same);
    });
  }

  // Whether a short text names a picture agency.
  bool names_agency(SignsView text) const {
    const Signs lowered = lower(text);
    const std::vector<SignsView> tokens = tokens_of(lowered);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Word word = word_of(tokens[i]);
      if (agencies_.holds(word)) return true;
      if (i + 1 < tokens.size() && agencies_.holds(word_of(tokens[i + 1], word_of(U" "sv, word)))) return true;
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
    return frame_tags_.contains(view(attribute(element, tag).get())) || is_named(element, frame_words_);
  }

  std::size_t line_ = 0, caption_ = 0, credit_ = 0, longest_label_ = 0;
  int levels_ = 0;
  StringSet frame_tags_, headings_, emphasis_, in_headings_, woven_;
  std::vector<Signs> openings_, labels_;
  WordList agencies_, frame_words_, part_words_;
};

}  // namespace articlekit

// Pieces that hold two things, cut wherever two roles may meet (`cleaner.carving`): nine in ten show no sign of it
// where it would be, and are passed by. Dates and credits, where there may be some, are looked for by Python's
// expressions.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "days.hpp"
#include "knowledge.hpp"
#include "naming.hpp"
#include "signs.hpp"

namespace articlekit {

// Words in lower case that a text may end with.
class Endings {
 public:
  void add(SignsView text) {
    if (text.empty()) return;
    if (text.back() < by_last_.size()) by_last_[text.back()].emplace_back(text);
    texts_.emplace_back(text);
  }

  // Whether a text, but for one space, ends with one of these where it fits. Its letters beyond ASCII may be any.
  template <class Fits>
  bool match(SignsView text, Fits fits) const {
    if (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (text.empty()) return false;
    const std::vector<std::u32string>& likely = text.back() < by_last_.size() ? by_last_[low(text.back())] : texts_;
    const auto is_same = [](Sign own, Sign sign) { return sign > 0x7f || own == low(sign); };
    return std::ranges::any_of(likely, [&](SignsView ending) {
      if (ending.size() > text.size()) return false;
      const std::size_t start = text.size() - ending.size();
      return (start == 0 || !is_word(text[start - 1])) && std::ranges::equal(ending, text.substr(start), is_same) &&
             fits(start);
    });
  }

 private:
  std::vector<std::u32string> texts_;
  std::array<std::vector<std::u32string>, 0x80> by_last_;  // those that end with a letter of ASCII
};

class Carver {
 public:
  void read(PyObject* known) {
    piece_ = Ref::borrowed(entry(known, "piece"));
    mark_ = Ref::borrowed(entry(known, "mark"));
    date_cuts_.read(entry(known, "date_cuts"));
    credit_cuts_.read(entry(known, "credit_cuts"));
    shortest_caption_ = size_entry(known, "shortest_caption");
    most_places_ = size_entry(known, "most_places");
    most_cuts_ = size_entry(known, "most_cuts");
    line_ = size_entry(known, "line");
    caption_ = size_entry(known, "caption");
    credit_ = size_entry(known, "credit");
    longest_label_ = size_entry(known, "longest_label");
    levels_ = static_cast<int>(integer_entry(known, "levels"));
    for (const auto& [key, into] : {std::pair("openings", &openings_), std::pair("labels", &labels_)}) {
      each(entry(known, key), [&](PyObject* text) { into->add(signs_of(text)); });
    }
    for (const auto& [key, into] : {std::pair("frame_words", &frame_words_), std::pair("part_words", &part_words_)}) {
      each(entry(known, key), [&](PyObject* text) { into->add(text); });
    }
    each(entry(known, "agencies"), [&](PyObject* text) {
      agencies_.add(text);
      const Signs name = signs_of(text);
      agency_openings_.at(word_of(SignsView(name).substr(0, name.find(U' ')))) = 1;
    });
    for (const auto& [key, into] :
         {std::pair("frame_tags", &frame_tags_), std::pair("headings", &headings_), std::pair("emphasis", &emphasis_),
          std::pair("in_headings", &in_headings_), std::pair("woven", &woven_)}) {
      read_strings(known, key, *into);
    }
  }

  // The numbers of the pieces that are cut, in order, and the parts of each.
  Ref carve(PyObject* pieces) const {
    static const Name element("element");
    Ref found(PyList_New(0));
    Frames frames;
    Signs signs;
    Py_ssize_t number = 0;
    each(pieces, [&](PyObject* piece) {
      const Line line = read_line(piece, signs);
      if (holds_seam(line)) {
        const Ref own = attribute(piece, element);
        const bool framed = levels_below(Ref::borrowed(own.get()), frames) < levels_;
        const Cuts ends = kept(line, cuts_of(line, own.get(), framed));
        if (!ends.empty()) append(found, Ref(Py_BuildValue("nN", number, split(piece, line, ends).release())));
      }
      ++number;
    });
    return found;
  }

 private:
  using Cuts = PageVector<std::size_t>;

  // A piece's text, its inline elements, and where its first and its last letter stand: each part has letters.
  struct Line {
    SignsView text;
    Ref object, inlines;
    std::size_t first = 0, last = 0;

    bool is_divided(std::size_t at) const { return first < at && at <= last; }
  };

  static std::size_t size_entry(PyObject* known, const char* key) {
    return static_cast<std::size_t>(integer_entry(known, key));
  }

  // The line's text lasts as long as the signs.
  Line read_line(PyObject* piece, Signs& signs) const {
    static const Name text_name("text"), inlines("inlines");
    Ref text = attribute(piece, text_name);
    read_signs(text.get(), signs);
    Line line{signs, std::move(text), attribute(piece, inlines)};
    const auto first = std::ranges::find_if(signs, is_word);
    if (first == signs.end()) return line;
    line.first = static_cast<std::size_t>(first - signs.begin());
    line.last = signs.size() - 1;
    while (!is_word(signs[line.last])) --line.last;
    return line;
  }

  // Whether one text can end and another begin at a place: the condition of `_seams`.
  static bool is_seam(SignsView text, std::size_t at) {
    constexpr SignSet kGoesOn(U",.;:!?)]}%’'…"sv);
    if (at >= text.size()) return false;
    const SignsView right = text.substr(at, 2);
    const auto begin = std::ranges::find_if_not(right, is_space);
    return begin != right.end() && !Py_UNICODE_ISLOWER(*begin) && !kGoesOn(*begin);
  }

  // Whether a line may be cut at a place: the condition of `_cuts`, too.
  static bool is_cut(const Line& line, std::size_t at) { return line.is_divided(at) && is_seam(line.text, at); }

  // Calls what for the places where each inline element begins and ends, and for the element.
  template <class Work>
  static void each_part(const Line& line, Work work) {
    static const Name start("start"), end("end"), element("element");
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(line.inlines.get()); ++i) {
      PyObject* mark = PyTuple_GET_ITEM(line.inlines.get(), i);
      const auto place = [&](const Name& end) { return static_cast<std::size_t>(integer(attribute(mark, end))); };
      work(place(start), place(end), attribute(mark, element).get());
    }
  }

  // Whether a line may be cut where one of its inline elements begins or ends.
  static bool has_part(const Line& line) {
    bool found = false;
    each_part(line, [&](std::size_t start, std::size_t end, PyObject*) {
      found = found || is_cut(line, start) || is_cut(line, end);
    });
    return found;
  }

  // Whether a piece may be cut, in a frame or not; the element around it is not looked at.
  bool holds_seam(const Line& line) const {
    if (line.first == line.last) return false;
    return has_part(line) || is_cut(line, last_brackets(line.text)) || is_cut(line, last_sentence(line.text)) ||
           (line.text.size() <= line_ && date_in(line) == Date::kBesideOthers) || holds_credit(line);
  }

  // Where a piece may be cut: `_cuts_in_markup`.
  Cuts cuts_of(const Line& line, PyObject* element, bool framed) const {
    Cuts cuts;
    const std::size_t size = line.text.size();
    if (framed && size <= caption_) {
      add_parts_but(line, emphasis_, cuts);
      add_credits(line, 0, cuts);
      add_place(last_brackets(line.text), cuts);
      add_place(last_sentence(line.text), cuts);
    } else if (headings_.contains(view(tag_of(element).get()))) {
      add_parts_but(line, in_headings_, cuts);
    } else if (size <= line_) {
      Cuts dates;
      if (date_in(line) != Date::kNone) add_all(date_cuts_(line.object.get()), 0, dates);
      add_parts_but(line, dates.empty() ? woven_ : emphasis_, cuts);
      add_credits(line, shortest_caption_, cuts);
      std::erase_if(cuts, [&](std::size_t at) { return !is_seam(line.text, at); });
      cuts.insert(cuts.end(), dates.begin(), dates.end());
      return cuts;
    } else {
      add_named_parts(line, cuts);
      add_place(last_brackets(line.text), cuts);
    }
    std::erase_if(cuts, [&](std::size_t at) { return !is_seam(line.text, at); });
    return cuts;
  }

  static void add_parts_but(const Line& line, const StringSet& tags, Cuts& cuts) {
    each_part(line, [&](std::size_t start, std::size_t end, PyObject* element) {
      if (!tags.contains(view(tag_of(element).get()))) cuts.insert(cuts.end(), {start, end});
    });
  }

  // Adds where inline elements begin or end whose class says that they are another thing.
  void add_named_parts(const Line& line, Cuts& cuts) const {
    each_part(line, [&](std::size_t start, std::size_t end, PyObject* element) {
      if ((is_seam(line.text, start) || is_seam(line.text, end)) && is_named(element, part_words_)) {
        cuts.insert(cuts.end(), {start, end});
      }
    });
  }

  void add_credits(const Line& line, std::size_t least, Cuts& cuts) const {
    if (holds_credit(line)) add_all(credit_cuts_(line.object.get()), least, cuts);
  }

  // Adds a place that was found.
  static void add_place(std::size_t at, Cuts& cuts) {
    if (at > 0) cuts.push_back(at);
  }

  static void add_all(const Ref& places, std::size_t least, Cuts& cuts) {
    each(places.get(), [&](PyObject* place) {
      const auto at = static_cast<std::size_t>(integer(Ref::borrowed(place)));
      if (at >= least) cuts.push_back(at);
    });
  }

  // The place before the brackets that close a text, 0 if none do.
  std::size_t last_brackets(SignsView whole) const {
    constexpr std::size_t kLeast = 2, kMost = 100;  // signs between brackets
    SignsView text = whole;
    if (text.back() == '.') text.remove_suffix(1);
    if (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (text.empty() || !kClosing(text.back())) return 0;
    text.remove_suffix(1);
    std::size_t begin = text.size();
    while (begin > 0 && !kOpening(text[begin - 1]) && !kClosing(text[begin - 1])) --begin;
    const std::size_t inside = text.size() - begin;
    if (begin == 0 || !kOpening(text[begin - 1]) || inside < kLeast || inside > kMost) return 0;
    return begin - 1 >= begin_of_last(whole, credit_) ? begin - 1 : 0;
  }

  // The place before a short last sentence without a stop, 0 if there is none.
  std::size_t last_sentence(SignsView text) const {
    if (kAllStops(text.back())) return 0;
    std::size_t last = 0;
    for (std::size_t i = begin_of_last(text, 2 * credit_); i < text.size(); ++i) {
      const std::size_t end = is_word(text[i]) ? 0 : end_of_sentence(text, i);
      if (end > 0 && end < text.size() && ends_word(text, i)) last = end;
    }
    return text.size() - last <= credit_ ? last : 0;
  }

  // Whether a stop that ends a sentence follows a word of three letters, or what closes.
  static bool ends_word(SignsView text, std::size_t stop) {
    if (kFullStops(text[stop]) || kClosingQuotes(text[stop - 1])) return true;
    return stop >= 3 && std::ranges::all_of(text.substr(stop - 3, 3), is_word);
  }

  // The cuts that leave letters between them, in order; none where there are too many of them.
  Cuts kept(const Line& line, Cuts cuts) const {
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    Cuts ends;
    if (cuts.size() > most_places_) return ends;
    std::size_t begin = 0;
    for (const std::size_t at : cuts) {
      if (!line.is_divided(at) || std::ranges::none_of(line.text.substr(begin, at - begin), is_word)) continue;
      ends.push_back(at);
      begin = at;
    }
    if (ends.size() > most_cuts_) ends.clear();
    return ends;
  }

  // Divides a piece; white space at a cut goes to neither side.
  Ref split(PyObject* piece, const Line& line, const Cuts& ends) const {
    Ref parts(PyTuple_New(static_cast<Py_ssize_t>(ends.size()) + 1));
    for (std::size_t i = 0; i <= ends.size(); ++i) {
      std::size_t begin = i == 0 ? 0 : ends[i - 1], end = i == ends.size() ? line.text.size() : ends[i];
      while (is_space(line.text[begin])) ++begin;
      while (is_space(line.text[end - 1])) --end;
      PyTuple_SET_ITEM(parts.get(), static_cast<Py_ssize_t>(i), part(piece, line, begin, end).release());
    }
    return parts;
  }

  Ref part(PyObject* piece, const Line& line, std::size_t begin, std::size_t end) const {
    static const Name run("run"), element("element"), offset("offset"), span("span"), gap("gap");
    const Ref text(
        PyUnicode_Substring(line.object.get(), static_cast<Py_ssize_t>(begin), static_cast<Py_ssize_t>(end)));
    const Ref inside(PyList_New(0));
    each_part(line, [&](std::size_t start, std::size_t stop, PyObject* around) {
      if (start >= end || stop <= begin) return;
      const Ref first(PyLong_FromSize_t(std::max(start, begin) - begin)),
          last(PyLong_FromSize_t(std::min(stop, end) - begin));
      append(inside, made(mark_, {first.get(), last.get(), around}));
    });
    const Ref inlines(PyList_AsTuple(inside.get())),
        place(PyLong_FromLongLong(integer(attribute(piece, offset)) + static_cast<long long>(begin)));
    return made(piece_, {text.get(), attribute(piece, run).get(), attribute(piece, element).get(), inlines.get(),
                         place.get(), attribute(piece, span).get(), attribute(piece, gap).get()});
  }

  static bool is_named(PyObject* element, const WordList& among) {
    std::string names;
    Naming::read(Naming::attributes(element).get(), names);
    const Words words = Naming::words(element, names);
    return std::any_of(words.begin(), words.end(), [&](Word word) { return among.holds(word); });
  }

  // Whether a line may hold a date, and other words beside it.
  enum class Date { kNone, kAlone, kBesideOthers };

  static Date date_in(const Line& line) {
    constexpr std::size_t kDayAndMonth = 25;  // signs, from the day's last digit: "1th de Settembre., de "
    const SignsView text = line.text;
    Date found = Date::kNone;
    std::size_t words = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!is_word(text[i])) continue;
      const bool begins = i == 0 || !is_word(text[i - 1]);
      words += begins;
      if (!is_decimal(text[i])) continue;
      const std::size_t numbers = end_of_numbers(text, i),
                        year = begins && words > 2 ? end_of_year(text, i, kDayAndMonth) : 0;
      if ((numbers > 0 && (words > 1 || numbers <= line.last)) || (year > 0 && (words > 3 || year <= line.last))) {
        return Date::kBesideOthers;
      }
      if (numbers > 0 || year > 0) found = Date::kAlone;
    }
    return found;
  }

  // Where the next sentence begins if one ends at a sign, 0 if none does. Of the words before a stop, one sign is seen.
  static std::size_t end_of_sentence(SignsView text, std::size_t stop) {
    constexpr SignSet kStops(U".!?…"sv), kQuotes(U"\"'”’»)]"sv);
    if (kFullStops(text[stop])) return stop + 1;
    if (!kStops(text[stop]) || stop == 0 || !(is_word(text[stop - 1]) || kClosingQuotes(text[stop - 1]))) return 0;
    std::size_t end = stop + 1;
    while (end < text.size() && kQuotes(text[end])) ++end;
    if (end == text.size() || !is_space(text[end])) return 0;
    while (end < text.size() && is_space(text[end])) ++end;
    return end;
  }

  static std::size_t begin_of_last(SignsView text, std::size_t count) {
    return text.size() - std::min(text.size(), count);
  }

  // Whether near its end a text may be cut at a credit's label, or where an agency's name may stand apart.
  bool holds_credit(const Line& line) const {
    return holds_label(line) || (ends_part(line) && names_agency(line.text.substr(begin_of_last(line.text, credit_))));
  }

  // Whether near its end a text may be cut behind a sentence, a bracket or a quotation, or holds a slash.
  bool ends_part(const Line& line) const {
    constexpr SignSet kEnds(U".!?…)\"”»]"sv);
    const std::size_t tail = begin_of_last(line.text, credit_);
    for (std::size_t i = begin_of_last(line.text, 2 * credit_); i < line.text.size(); ++i) {
      const Sign sign = line.text[i];
      if (SignTable::is(sign, SignTable::kWord | SignTable::kSpace)) continue;
      if (sign == '/' && i >= tail) return true;
      if (kEnds(sign) && i + 1 >= tail && is_cut(line, i + 1)) return true;
      if (is_cut(line, end_of_sentence(line.text, i))) return true;
    }
    return false;
  }

  // Whether near its end a text may be cut before a credit's label.
  bool holds_label(const Line& line) const {
    const std::size_t begin = begin_of_last(line.text, credit_ + longest_label_);
    const SignsView near = line.text.substr(begin);
    const auto fits = [&](std::size_t at) {
      const std::size_t label = begin + at;
      const bool in_brackets = label > 0 && (line.text[label - 1] == '(' || line.text[label - 1] == '[');
      return is_cut(line, in_brackets ? label - 1 : label);
    };
    for (std::size_t i = 0; i < near.size(); ++i) {
      const Sign sign = near[i];
      if (is_word(sign)) continue;
      if ((sign == ':' && labels_.match(near.substr(0, i), fits)) ||
          (is_space(sign) && openings_.match(near.substr(0, i), fits)) ||
          ((sign == U'©' || is_copyright(near.substr(i))) && fits(i))) {
        return true;
      }
    }
    return false;
  }

  static bool is_copyright(SignsView text) {
    return text.size() > 3 && text[0] == '(' && low(text[1]) == 'c' && text[2] == ')';
  }

  // Whether a short text names a picture agency.
  bool names_agency(SignsView text) const {
    const Signs lowered = lower(text);
    const PageVector<SignsView> tokens = tokens_of(lowered);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Word word = word_of(tokens[i]);
      if (agency_openings_[word] == kNone) continue;
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

  static Ref tag_of(PyObject* element) {
    static const Name tag("tag");
    return attribute(element, tag);
  }

  bool is_frame(PyObject* element) const {
    return frame_tags_.contains(view(tag_of(element).get())) || is_named(element, frame_words_);
  }

  static constexpr SignSet kOpening{U"([（【"sv}, kClosing{U")]）】"sv}, kClosingQuotes{U")]\"”’»"sv},
      kFullStops{U"。！？"sv}, kAllStops{U".!?…。"sv};

  Ref piece_, mark_;
  Callable date_cuts_, credit_cuts_;
  std::size_t line_ = 0, caption_ = 0, credit_ = 0, longest_label_ = 0, shortest_caption_ = 0, most_places_ = 0,
              most_cuts_ = 0;
  int levels_ = 0;
  StringSet frame_tags_, headings_, emphasis_, in_headings_, woven_;
  Endings openings_, labels_;
  WordList agencies_, frame_words_, part_words_;
  WordMap agency_openings_;  // their first words
};

}  // namespace articlekit

// What a line looks like by itself (`features.line`, `.words`, `.labels`, `.offers`, `.bios`).
#pragma once

#include "days.hpp"
#include "knowledge.hpp"

namespace articlekit {

constexpr std::size_t kShort = 200;
constexpr std::size_t kKey = 60;
constexpr std::size_t kManyNames = 32;
constexpr std::size_t kBeginning = 300;
constexpr std::size_t kLongestClaim = 300;
static_assert(kLongestClaim <= kBeginning, "the words of a line that may be a claim are those of its beginning");
constexpr std::size_t kLongestLine = 6;
constexpr std::size_t kLongestName = 40;
constexpr std::size_t kShortestBio = 40;
constexpr std::size_t kBioBeginning = 30;
constexpr int kLengths[] = {2, 5, 9, 16, 26, 41, 61, 81, 111, 151, 201, 301, 501, 901};
constexpr int kCoarse[] = {16, 41, 81, 201};
constexpr double kDigitShares[] = {0.001, 0.1, 0.3, 0.6};

inline int length_of_line(std::size_t size) { return step_of(kLengths, static_cast<int>(size)); }

// How many letters a text has, one of Chinese or Japanese counted as the two or three it stands for.
inline std::size_t breadth(SignsView signs) {
  return signs.size() + static_cast<std::size_t>(std::count_if(signs.begin(), signs.end(), is_wide)) * 3 / 2;
}

// What a line offers: kinds in order, and how many words say so.
struct Offer {
  Parts kinds;
  int count = 0;
};

// A line as it was read: the names of what is true of it, and what more is asked of it.
struct Line {
  Ref object;
  Signs signs;
  Signs key;
  std::string folded;  // the key in UTF-8
  Words words;         // in order, each once; of lines that may be a claim
  char size = 'x';
  Part start, end;
  Parts themes;    // what it opens with, or is nothing but
  Parts openings;  // the same of labels
  Parts labels;
  Parts said;  // what the page says of it
  Parts facts;
  Offer offer;
  Part bio;
  Told told;
  Told label_names;
  std::size_t count = 0;  // pieces that read so
  std::size_t first = 0;  // the first of them
};

class LineReader {
 public:
  LineReader(const Knowledge& known, const Families& families, Teller& teller, const std::vector<std::string>& authors)
      : known_(known), families_(families), teller_(teller), authors_(authors) {}

  static constexpr Part kJob = "B-job";

  // Reads a line, with all names that hold for each piece that reads so.
  void read(Line& line) {
    const SignsView signs = line.signs;
    cut(signs.substr(0, kBeginning));
    const bool latin = is_latin(line.object.get());
    line.key = latin || lowers_one_by_one(signs) ? only_letters(lowered_.substr(0, 4 * kKey))
                                                 : fold(Signs(signs.substr(0, 4 * kKey)));
    line.folded = utf8(line.key);
    const int length = static_cast<int>(latin ? signs.size() : breadth(signs));
    if (signs.size() <= kLongestClaim) line.words = words_of(static_cast<std::size_t>(length) > signs.size());
    line.size = "xsmlp"[step_of(kCoarse, length)];
    line.start = start_of(signs);
    line.end = end_of(signs);
    Told& told = line.told;
    told.rows.reserve(kManyNames);
    if (may_begin_in_capitals(signs) && known_.capitals.finds(line.object.get())) teller_.tell(told, "capitals-first");
    teller_.tell(told, "n", step_of(kLengths, length));
    teller_.tell(told, "end=", line.end);
    teller_.tell(told, "start=", line.start);
    const std::vector<Cue> cues = known_.cues.find(tokens_);
    if (signs.size() > kShort) {
      tell_prose(line, cues);
    } else {
      tell_signs(line);
      tell_vocabulary(line);
      tell_cues(line, cues);
    }
    tell_words(line);
    teller_.tell(told, "&f", line.start, line.end, line.size);
    for (const Part& theme : line.themes) teller_.tell(told, "&g", theme, line.size);
    read_labels(line);
    read_offer(line);
    line.bio = bio_of(line);
  }

 private:
  // Cuts the beginning of a line into tokens.
  void cut(SignsView beginning) {
    lowered_ = lower(beginning);
    tokens_.clear();
    each_token(lowered_, [&](SignsView text) {
      const Word word = word_of(text);
      tokens_.push_back({text, word, known_.known_words.find(word)});
    });
  }

  // The words of the line that was cut; a run of Chinese or Japanese, which was cut into its letters, is one.
  Words words_of(bool has_wide) const {
    if (has_wide) return runs_of(lowered_, 1, is_word);
    Words words;
    words.reserve(tokens_.size());
    for (const Token& token : tokens_) {
      if (is_word(token.text.front())) words.push_back(token.word);
    }
    return set_of(std::move(words));
  }

  static Part end_of(SignsView signs) {
    const Sign last = signs.back();
    if (last == '.' && signs.ends_with(U"..."sv)) return "dots";
    if (contains(U".。．।॥۔።"sv, last)) return "stop";
    if (contains(U"!?！？؟"sv, last)) return "call";
    if (contains(U":："sv, last)) return "colon";
    if (contains(U",;、"sv, last)) return "comma";
    if (contains(U">→»›▶►"sv, last)) return "arrow";
    if (contains(U"\"'”’“«」』"sv, last)) return "quote";
    if (contains(U")]）"sv, last)) return "bracket";
    if (last == U'…') return "dots";
    if (is_digit(last)) return "digit";
    return is_alpha(last) ? Part("letter") : Part("sign");
  }

  static Part start_of(SignsView signs) {
    const Sign first = signs.front();
    if (contains(U"\"'“„«»‘「『"sv, first)) return "quote";
    if (contains(U"([（【"sv, first)) return "bracket";
    if (contains(U"-–—•*·●▪►▶→›>+"sv, first)) return "bullet";
    if (first == U'©') return "copyright";
    if (first == '#') return "hash";
    if (first == '@') return "at";
    if (is_digit(first)) return "digit";
    if (Py_UNICODE_ISUPPER(first)) return "upper";
    if (Py_UNICODE_ISLOWER(first)) return "lower";
    return is_alpha(first) ? Part("letter") : Part("sign");
  }

  // Whether a line's first word ends in three capitals, which few do; the expression says the rest.
  static bool may_begin_in_capitals(SignsView signs) {
    std::size_t end = 0;
    while (end < signs.size() && is_letter(signs[end])) ++end;
    return end >= 3 && end < signs.size() && !is_small(signs[end - 1]);
  }

  // How many sentences end before another begins, of the first so many signs; at most 3 matter.
  static int count_sentences(SignsView signs) {
    int count = 0;
    for (std::size_t i = 0; i < signs.size();) {
      const std::size_t end = end_of_sentence(signs, i);
      count += end > i;
      i = std::max(end, i + 1);
    }
    return std::min(count, 3);
  }

  static std::size_t end_of_sentence(SignsView signs, std::size_t i) {
    if (is_word(signs[i])) return i;  // most are
    if (contains(U"。！？"sv, signs[i])) return i + 1;
    if (!contains(U".!?…"sv, signs[i])) return i;
    std::size_t at = i + 1;
    if (at < signs.size() && contains(U"\"”’»)"sv, signs[at])) ++at;
    const std::size_t gap = at;
    while (at < signs.size() && is_space(signs[at])) ++at;
    if (at == gap) return i;
    if (at < signs.size() && contains(U"\"“„«("sv, signs[at])) ++at;
    return at < signs.size() && is_letter(signs[at]) && !is_small(signs[at]) ? at + 1 : i;
  }

  // A text with one sign for every kind of sign: A a for letters with case, x for others, 0 . ) ! and space.
  std::string shape_of(SignsView signs) {
    std::string shape(signs.size(), '\0');
    std::transform(signs.begin(), signs.end(), shape.begin(), [&](Sign sign) { return shape_of(sign); });
    return shape;
  }

  char shape_of(Sign sign) {
    if (const char shape = known_.shape_of(sign); shape != '\0') return shape;
    const auto [known, is_new] = shapes_.try_emplace(sign);
    if (is_new) known->second = known_.ask_shape(sign);
    return known->second;
  }

  void tell_signs(Line& line) {
    Told& told = line.told;
    Parts signs;
    for (const Token& token : tokens_) {
      if (const Part sign = sign_of(token.text); !sign.empty() && !is_among(signs, sign)) signs.push_back(sign);
    }
    for (const Part& sign : signs) teller_.tell(told, "has=", sign);
    const std::string shape = shape_of(line.signs);
    const auto digits = std::count(shape.begin(), shape.end(), '0');
    teller_.tell(told, "digits",
                 step_of(kDigitShares, static_cast<double>(digits) / static_cast<double>(shape.size())));
    if (digits > 0) {
      if (may_hold_day(line.signs) && holds_day(line)) tell_fact(line, "day");
      if (has_clock(line.signs)) tell_fact(line, "clock");
      if (has_year(line.signs)) teller_.tell(told, "year");
    }
    const auto holds = [&](std::string_view part) { return shape.find(part) != std::string::npos; };
    const bool ended = holds(". ") || holds(".) ") || holds("!");
    teller_.tell(told, "sentences", ended ? count_sentences(line.signs) : 0);
    tell_case(line, shape);
  }

  void tell_fact(Line& line, const Part& name) {
    teller_.tell(line.told, name);
    line.facts.push_back(name);
  }

  // Whether there is a date, sought from where one with the first digits may begin.
  bool holds_day(const Line& line) const {
    constexpr std::ptrdiff_t kMonth = 14;  // its letters, and a dot and a space behind them
    const auto digit = std::find_if(line.signs.begin(), line.signs.end(), is_decimal) - line.signs.begin();
    const Ref start(PyLong_FromSsize_t(std::max<std::ptrdiff_t>(digit - kMonth, 0)));
    return !is_none(known_.day(line.object.get(), start.get()));
  }

  // Whether there is what every date has, or the letter for month.
  static bool may_hold_day(SignsView signs) {
    constexpr std::size_t kDayAndMonth = 26;  // signs, from the day's last digit: "1th de Settembre., del "
    for (std::size_t i = 0; i < signs.size(); ++i) {
      if (signs[i] == U'月') return true;
      if (is_decimal(signs[i]) && (end_of_numbers(signs, i) > 0 || end_of_year(signs, i, kDayAndMonth) > 0))
        return true;
    }
    return false;
  }

  // Whether two decimals stand at a place, and no word goes on after them.
  static bool ends_in_two(SignsView signs, std::size_t at) {
    return at + 1 < signs.size() && is_decimal(signs[at]) && is_decimal(signs[at + 1]) &&
           (at + 2 == signs.size() || !is_word(signs[at + 2]));
  }

  static bool begins_word(SignsView signs, std::size_t at) { return at == 0 || !is_word(signs[at - 1]); }

  // Whether there is a time such as 18:30.
  static bool has_clock(SignsView signs) {
    for (std::size_t i = 0; i < signs.size(); ++i) {
      if (!is_decimal(signs[i]) || !begins_word(signs, i)) continue;
      const std::size_t sign = i + 1 < signs.size() && is_decimal(signs[i + 1]) ? i + 2 : i + 1;
      if (sign < signs.size() && contains(U":.h"sv, signs[sign]) && ends_in_two(signs, sign + 1)) return true;
    }
    return false;
  }

  // Whether there is a year of this century or the last.
  static bool has_year(SignsView signs) {
    for (std::size_t i = 0; i + 3 < signs.size(); ++i) {
      const SignsView century = signs.substr(i, 2);
      if ((century == U"19"sv || century == U"20"sv) && begins_word(signs, i) && ends_in_two(signs, i + 2)) return true;
    }
    return false;
  }

  static Part sign_of(SignsView token) {
    if (token.size() > 1 && token[0] != 'h' && token[0] != 'w') return {};
    if (token == U"@"sv) return "at";
    if (token == U"©"sv) return "copyright";
    if (token == U"|"sv) return "bar";
    if (token == U"/"sv) return "slash";
    if (token == U":"sv) return "colon";
    if (token == U"http"sv || token == U"https"sv || token == U"www"sv) return "url";
    if (token == U"…"sv) return "dots";
    if (token == U"#"sv) return "hash";
    return {};
  }

  // Names how many of a line's words begin with a capital.
  void tell_case(Line& line, const std::string& shape) {
    if (shape.find('x') != std::string::npos) {
      const Ref text(PyUnicode_FromStringAndSize(shape.data(), static_cast<Py_ssize_t>(shape.size())));
      each(known_.case_of(line.object.get(), text.get()).get(),
           [&](PyObject* name) { teller_.tell(line.told, Part(view(name))); });
      return;
    }
    int capital = 0, small = 0;
    char before = ' ';
    for (const char kind : shape) {
      capital += before == ' ' && kind == 'A';
      small += before == ' ' && kind == 'a';
      before = kind;
    }
    if (capital + small == 0) {
      teller_.tell(line.told, "case=none");
    } else if (shape.find('a') == std::string::npos) {
      teller_.tell(line.told, "case=upper");
    } else {
      teller_.tell(line.told, "case=", 4 * capital / (capital + small));
    }
  }

  // Names the line, and its first and last words, if training met them on many sites.
  void tell_vocabulary(Line& line) {
    if (tokens_.empty()) return;
    const auto joined = [&](std::size_t count) {
      Word word = tokens_.front().word;
      for (std::size_t i = 1; i < count; ++i) word = word_of(tokens_[i].text, word_of(U" "sv, word));
      return word;
    };
    const auto tell = [&](const Family& family, const WordList& known, Word word) {
      if (const int number = known.find(word); number != kNone) teller_.tell_word(line.told, family, number);
    };
    if (tokens_.size() <= kLongestLine) tell(families_.line, known_.lines, joined(tokens_.size()));
    tell(families_.first, known_.words, tokens_.front().word);
    tell(families_.last, known_.words, tokens_.back().word);
    if (tokens_.size() > 1) tell(families_.first, known_.words, joined(2));
  }

  void tell_prose(Line& line, const std::vector<Cue>& cues) {
    teller_.tell(line.told, "sentences", count_sentences(SignsView(line.signs).substr(0, 3 * kShort)));
    std::vector<int> counts(cues.empty() ? 0 : known_.cues.themes());
    for (const Cue& cue : cues) ++counts[static_cast<std::size_t>(cue.theme)];
    for (std::size_t theme = 0; theme < counts.size(); ++theme) {
      if (counts[theme] == 0) continue;
      teller_.tell(line.told, "prose~", known_.cues.theme(static_cast<int>(theme)), std::min(counts[theme], 4));
    }
    for (const char sign : {'!', '?'}) {
      const auto count = std::count(line.signs.begin(), line.signs.end(), static_cast<Sign>(sign));
      if (count > 0) teller_.tell(line.told, "prose", sign, static_cast<int>(std::min<std::ptrdiff_t>(count, 3)));
    }
  }

  void tell_cues(Line& line, const std::vector<Cue>& cues) {
    const int count = static_cast<int>(tokens_.size());
    for (auto cue = cues.begin(); cue != cues.end(); ++cue) {
      if (std::find(cues.begin(), cue, *cue) != cue) continue;
      const Part theme = known_.cues.theme(cue->theme);
      if (cue->end - cue->start == count) teller_.tell(line.told, "cue=", theme);
      if (cue->start == 0) {
        teller_.tell(line.told, "cue^", theme);
        if (cue->end > 1) teller_.tell(line.told, "cue^^", theme);
        const Part opening = teller_.joined(cue->end == count ? '=' : '^', theme);
        if (!is_among(line.themes, opening)) line.themes.push_back(opening);
      }
      if (cue->end == count) teller_.tell(line.told, "cue$", theme);
      if (cue->end - cue->start > 1) teller_.tell(line.told, "cue~", theme);
    }
  }

  // Names the telling words among those at the beginning of a line.
  void tell_words(Line& line) {
    for (auto token = tokens_.begin(); token != tokens_.end(); ++token) {
      if (token->known == nullptr || token->known->telling == kNone) continue;
      const auto is_same = [&](const Token& other) { return other.known == token->known; };
      if (std::none_of(tokens_.begin(), token, is_same)) {
        teller_.tell_word(line.told, families_.word, token->known->telling);
      }
    }
  }

  // Names the labels in a line, and what its neighbours are told of it.
  void read_labels(Line& line) {
    const bool is_short = line.signs.size() <= kShort;
    std::size_t end = tokens_.size();
    while (end > 0 && tokens_[end - 1].text.size() == 1 && contains(U":.|•"sv, tokens_[end - 1].text[0])) --end;
    const std::vector<Cue> cues = known_.labels.find(tokens_, is_short ? SIZE_MAX : 1);
    std::vector<std::size_t> places(cues.empty() ? 0 : known_.labels.themes(), kPlaces.size());
    for (const Cue& cue : cues) {
      const bool ends = is_short && cue.end >= static_cast<int>(end);
      std::size_t& place = places[static_cast<std::size_t>(cue.theme)];
      place = std::min<std::size_t>(place, cue.start == 0 ? (ends ? 0 : 1) : (ends ? 2 : 3));
    }
    for (std::size_t number = 0; number < places.size(); ++number) {
      if (places[number] < kPlaces.size()) add_label(line, places[number], static_cast<int>(number));
    }
    if (line.signs.size() <= kLongestName && is_person(line.signs)) {
      line.labels.push_back("L=person");
      line.facts.push_back("L=person");
    }
    for (const Part& label : line.labels) teller_.tell(line.label_names, label);
  }

  // Where labels stand: they are the line, begin it, end it, or stand inside.
  static constexpr std::string_view kPlaces = "=^$~";

  void add_label(Line& line, std::size_t place, int number) {
    const Part theme = known_.labels.theme(number), opening = teller_.joined(kPlaces[place], theme);
    const bool opens = place < 2;
    if (opens) line.openings.push_back(opening);
    if (opens || (theme != Part("author") && theme != Part("note")))
      line.labels.push_back(teller_.joined('L', opening));
  }

  static std::size_t end_of_capitalised(SignsView signs, std::size_t at) {
    if (at >= signs.size() || !is_capital(signs[at])) return at;
    ++at;
    while (at < signs.size() && (is_word(signs[at]) || contains(U"'’.-"sv, signs[at]))) ++at;
    return at;
  }

  // The end of a particle of names and the space after it, if one stands there.
  static std::size_t end_of_particle(SignsView signs, std::size_t at, std::initializer_list<SignsView> particles) {
    for (const SignsView particle : particles) {
      const std::size_t end = at + particle.size();
      if (signs.substr(at, particle.size()) == particle && end < signs.size() && is_space(signs[end])) return end + 1;
    }
    return at;
  }

  // Whether a text is two to four words with capitals, as a person's name is written.
  static bool is_person(SignsView signs) {
    constexpr SignsView kAround = U" ,|–-"sv;
    while (!signs.empty() && contains(kAround, signs.front())) signs.remove_prefix(1);
    while (!signs.empty() && contains(kAround, signs.back())) signs.remove_suffix(1);
    std::size_t at = end_of_capitalised(signs, 0);
    if (at == 0) return false;
    int more = 0;
    for (; more < 3 && at < signs.size() && is_space(signs[at]); ++more) {
      std::size_t next = at + 1;
      for (int i = 0; i < 2; ++i) {
        next = end_of_particle(signs, next,
                               {U"von"sv, U"van"sv, U"de"sv, U"di"sv, U"da"sv, U"der"sv, U"den"sv, U"del"sv, U"la"sv,
                                U"le"sv, U"du"sv, U"bin"sv, U"al"sv, U"el"sv, U"zu"sv, U"ter"sv, U"ten"sv, U"und"sv});
      }
      const std::size_t end = end_of_capitalised(signs, next);
      if (end == next) return false;
      at = end;
    }
    return more > 0 && at == signs.size();
  }

  void read_offer(Line& line) {
    const std::vector<Cue> found = known_.offers.find(tokens_);
    line.offer.count = static_cast<int>(found.size());
    for (const Cue& cue : found) {
      const Part kind = known_.offers.theme(cue.theme);
      if (!is_among(line.offer.kinds, kind)) line.offer.kinds.push_back(kind);
    }
  }

  // Whom a text begins with, and whether it says what he does.
  Part bio_of(const Line& line) const {
    if (line.signs.size() < kShortestBio) return {};
    const auto begins = [&](const std::string& author) { return line.folded.starts_with(author); };
    const auto end = tokens_.begin() + static_cast<std::ptrdiff_t>(std::min(kBioBeginning, tokens_.size()));
    const bool job =
        std::any_of(tokens_.begin(), end, [](const Token& token) { return token.known && token.known->is_job; });
    if (std::any_of(authors_.begin(), authors_.end(), begins)) return job ? Part("Bauthor+") : Part("Bauthor");
    if (begins_with_person(line.signs)) return job ? Part("Bperson+") : Part("Bperson");
    return job ? kJob : Part();
  }

  bool begins_with_person(SignsView signs) const {
    const std::size_t end = end_of_capitalised(signs, 0);
    if (end == 0 || end >= signs.size() || !is_space(signs[end])) return false;
    const std::size_t next =
        end_of_particle(signs, end + 1, {U"von"sv, U"van"sv, U"de"sv, U"di"sv, U"da"sv, U"der"sv, U"den"sv, U"del"sv});
    if (next >= signs.size() || !is_capital(signs[next])) return false;
    return !known_.function_words.holds(word_of(lower(signs.substr(0, end))));
  }

  const Knowledge& known_;
  const Families& families_;
  Teller& teller_;
  const std::vector<std::string>& authors_;
  std::unordered_map<Sign, char> shapes_;
  Signs lowered_;              // the beginning of the line that is being read
  std::vector<Token> tokens_;  // and what it is made of
};

}  // namespace articlekit

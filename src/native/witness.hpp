// What the page says of itself, held against what stands on it (`features.witness`).
#pragma once

#include <array>
#include <cstring>
#include <set>

#include "layout.hpp"

namespace articlekit {

constexpr double kLikeness[] = {0.3, 0.5, 0.75, 0.95};
constexpr double kTopical[] = {0.01, 0.15, 0.3, 0.45, 0.6, 0.8};

inline bool holds(std::string_view text, std::string_view part) {
#ifdef _WIN32
  return text.find(part) != std::string_view::npos;
#else  // many times as fast
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
#endif
}

// The claims of one page, prepared for comparison.
class Witness {
 public:
  Witness(Tree& tree, PyObject* claims) {
    read_claims(claims);
    std::set<std::string> captions;
    static const Name images("images"), caption("caption"), alt("alt");
    std::size_t count = 0;
    each(attribute(claims, images).get(), [&](PyObject* image) {
      if (count++ >= kMostCompared) return;
      const Ref text = attribute(image, caption);
      if (!is_none(text)) add_key(captions, text.get());
    });
    for (const Picture& picture : tree.pictures) {
      if (const Ref text = tree.value(picture.element, alt)) add_key(alts_, text.get());
    }
    for (const std::string& key : captions) {
      captions_ += '\n' + key;
      if (letters_of(key) > kShortestCaption) long_captions_.push_back(key);
    }
  }

  // Where the headline stands: the `<h1>` most like what is claimed, else a line like it, else the first `<h1>`.
  int anchor(Tree& tree) const {
    const int h1 = tree.tag("h1");
    int best = kNone;
    double likest = -1;
    for (std::size_t i = 0; i < tree.pieces.size(); ++i) {
      const int element = tree.pieces[i].element, above = tree.parent(element);
      if (!tree.is(element, h1) && (above == kNone || !tree.is(above, h1))) continue;
      const double near = headline_likeness(signs_of(tree.pieces[i].text));
      if (near <= likest) continue;
      likest = near;
      best = static_cast<int>(i);
    }
    if (headlines_.empty() || likest >= kTwin) return best;
    for (std::size_t i = 0; i < tree.pieces.size(); ++i) {
      const std::size_t size = tree.pieces[i].size;
      if (size <= kShortestName || size > kLongestClaim) continue;
      if (headline_likeness(signs_of(tree.pieces[i].text)) >= kLikeness[2]) return static_cast<int>(i);
    }
    return best;
  }

  // The authors claimed, letters alone.
  const std::vector<std::string>& authors() const { return names_; }

  static constexpr Part kInBody = "body+", kNotInBody = "body-";

  // Lists the claims that a line matches.
  void read(Line& line) const {
    const std::size_t size = line.key.size();
    if (size == 0) return;
    const std::string start = utf8(SignsView(line.key).substr(0, kKey));
    Parts& said = line.said;
    if (!body_.empty() && size >= kFewestLetters) said.push_back(holds(body_, start) ? kInBody : kNotInBody);
    if (size > 2 * kFewestLetters) read_text(line, start);
    if (line.signs.size() <= kLongestClaim) {
      read_headline(line);
      read_names(line);
      if (is_claimed_day(line.signs)) said.push_back("claimed-day");
    }
  }

 private:
  static constexpr std::size_t kFewestLetters = 4;
  static constexpr std::size_t kShortestName = 12;
  static constexpr std::size_t kShortestDescription = 30;
  static constexpr std::size_t kShortestCaption = 15;
  static constexpr double kTwin = 0.5;

  static constexpr std::size_t kMostCompared = 100;
  static constexpr std::size_t kMostBodies = 3;
  static constexpr std::size_t kLongestBody = 200'000;

  struct Day {
    std::int64_t year, of_month;
  };

  // What is said of a field, each wording once, in order; the first so many.
  static std::vector<PyObject*> wordings(const std::vector<std::pair<std::string, Ref>>& said, std::string_view field) {
    std::vector<PyObject*> found;
    for (const auto& [about, value] : said) {
      if (found.size() == kMostCompared) break;
      const auto is_same = [&](PyObject* other) { return PyUnicode_Compare(other, value.get()) == 0; };
      if (about == field && std::none_of(found.begin(), found.end(), is_same)) found.push_back(value.get());
    }
    return found;
  }

  static std::size_t letters_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
  }

  template <class Keys>
  static void add_key(Keys& keys, PyObject* text) {
    const Signs key = fold(signs_of(text));
    if (key.size() >= kFewestLetters) keys.insert(utf8(key));
  }

  static std::vector<std::string> keys_of(const std::vector<PyObject*>& texts) {
    std::set<std::string> keys;
    for (PyObject* text : texts) add_key(keys, text);
    return {keys.begin(), keys.end()};
  }

  void read_claims(PyObject* claims) {
    static const Name claims_name("claims"), field("field"), value("value");
    std::vector<std::pair<std::string, Ref>> said;
    each(attribute(claims, claims_name).get(),
         [&](PyObject* claim) { said.emplace_back(view(attribute(claim, field).get()), attribute(claim, value)); });
    for (PyObject* text : wordings(said, "headline")) {
      const Signs signs = signs_of(text);
      headlines_.push_back(runs_of(lower(signs), 1, is_word));
      headline_keys_ += utf8(fold(signs)) + '\n';
    }
    for (PyObject* text : wordings(said, "standfirst")) {
      const Signs key = fold(signs_of(text));
      if (key.size() <= kFewestLetters) continue;
      descriptions_ += '\n' + utf8(key);
      if (key.size() > kShortestDescription) long_descriptions_.push_back(utf8(key));
    }
    std::vector<PyObject*> bodies = wordings(said, "article_body");
    bodies.resize(std::min(bodies.size(), kMostBodies));
    for (PyObject* text : bodies) body_ += utf8(fold(signs_of(text).substr(0, kLongestBody))) + ' ';
    names_ = keys_of(wordings(said, "authors"));
    topics_ = keys_of(wordings(said, "tags"));
    sections_ = keys_of(wordings(said, "sections"));
    site_ = keys_of(wordings(said, "site_name"));
    for (const char* when : {"published", "modified"}) {
      for (PyObject* text : wordings(said, when)) read_day(signs_of(text));
    }
  }

  // Year and day of the month of a date such as 2024-05-31; months have many spellings.
  void read_day(SignsView signs) {
    constexpr std::string_view kForm = "0000-00-00";
    for (std::size_t start = 0; start + kForm.size() <= signs.size(); ++start) {
      std::array<std::int64_t, 3> numbers{};
      std::size_t part = 0, i = 0;
      for (; i < kForm.size(); ++i) {
        const Sign sign = signs[start + i];
        if (kForm[i] == '-' ? sign != '-' : !is_decimal(sign)) break;
        if (kForm[i] == '-') {
          ++part;
        } else {
          numbers[part] = 10 * numbers[part] + Py_UNICODE_TODECIMAL(sign);
        }
      }
      if (i < kForm.size()) continue;
      days_.push_back({.year = numbers[0], .of_month = numbers[2]});
      return;
    }
  }

  double headline_likeness(SignsView signs) const {
    return headlines_.empty() ? 0.0 : headline_likeness(runs_of(lower(signs), 1, is_word));
  }

  double headline_likeness(const Words& words) const {
    double best = 0.0;
    for (const Words& claim : headlines_) best = std::max(best, likeness(words, claim));
    return best;
  }

  static bool is_one_of(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }

  static bool holds_one_of(const std::string& key, const std::vector<std::string>& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return holds(key, part); });
  }

  void read_text(Line& line, const std::string& start) const {
    if (!descriptions_.empty()) {
      const auto begins = [&](const std::string& claim) { return start.starts_with(claim); };
      const bool held = holds(descriptions_, start);
      if ((held && holds(descriptions_, "\n" + start)) || std::ranges::any_of(long_descriptions_, begins)) {
        line.said.push_back("description");
      } else if (held) {
        line.said.push_back("description~");
      }
    }
    if (!captions_.empty() && (holds(captions_, start) || holds_one_of(line.folded, long_captions_))) {
      line.said.push_back("claimed-caption");
    }
    if (alts_.contains(line.folded)) line.said.push_back("alt");
  }

  void read_headline(Line& line) const {
    if (headlines_.empty()) return;
    const double near = headline_likeness(line.words);
    constexpr Part kSteps[] = {"headline0", "headline1", "headline2", "headline3", "headline4"};
    line.said.push_back(kSteps[step_of(kLikeness, near)]);
    if (line.key.size() > 2 * kFewestLetters && holds(headline_keys_, line.folded)) line.said.push_back("headline~");
  }

  void read_names(Line& line) const {
    const std::string& key = line.folded;
    if (holds_one_of(key, names_)) line.said.push_back(is_one_of(names_, key) ? Part("author=") : Part("author"));
    if (is_one_of(topics_, key)) line.said.push_back("topic");
    if (is_one_of(sections_, key)) line.said.push_back("section");
    if (holds_one_of(key, site_)) line.said.push_back(is_one_of(site_, key) ? Part("site=") : Part("site"));
  }

  bool is_claimed_day(SignsView signs) const {
    if (days_.empty()) return false;
    const auto first = static_cast<std::size_t>(std::ranges::find_if(signs, is_decimal) - signs.begin());
    std::vector<std::int64_t> numbers;
    for (std::size_t i = first; i < signs.size();) {
      std::size_t end = i;
      std::int64_t number = 0;
      while (end < signs.size() && is_decimal(signs[end])) {
        if (end - i < kFewestLetters) number = 10 * number + Py_UNICODE_TODECIMAL(signs[end]);
        ++end;
      }
      if (end > i && end - i <= kFewestLetters) numbers.push_back(number);
      i = std::max(end, i + 1);
    }
    return std::any_of(days_.begin(), days_.end(),
                       [&](const Day& day) { return is_among(numbers, day.year) && is_among(numbers, day.of_month); });
  }

  std::vector<Words> headlines_;
  std::string headline_keys_, descriptions_, body_, captions_;
  std::vector<std::string> long_descriptions_, long_captions_, names_, topics_, sections_, site_;
  StringSet alts_;
  std::vector<Day> days_;
};

// The words that the page's prose keeps coming back to, and what is said twice; of pieces in or near a window.
class Topic {
 public:
  Topic(const Tree& tree, const Layout& layout, int start, int stop) : layout_(layout), start_(start), stop_(stop) {
    const int size = static_cast<int>(tree.pieces.size());
    words_.resize(tree.pieces.size());
    for (int i = 0; i < size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const bool near = i >= start - kReach && i < stop + kReach;
      if (!near && layout.prose[at] == 0) continue;
      words_[at] = runs_of(lower(signs_of(tree.pieces[at].text)), kFewestLetters, is_letter);
      if (layout.prose[at] == 0) continue;
      for (const Word word : words_[at]) {
        int& count = counts_.at(word);
        count = std::max(count, 0) + 1;
      }
    }
  }

  // How much of a piece's words the rest of the prose uses too.
  Part feature(int i) const {
    constexpr Part kSteps[] = {"topic0", "topic1", "topic2", "topic3", "topic4", "topic5", "topic6"};
    const auto at = static_cast<std::size_t>(i);
    const Words& words = words_[at];
    if (words.empty()) return "topic-";
    const int least = layout_.prose[at] > 0 ? 2 : 1;
    const auto shared = std::count_if(words.begin(), words.end(), [&](Word word) { return counts_[word] >= least; });
    return kSteps[step_of(kTopical, static_cast<double>(shared) / static_cast<double>(words.size()))];
  }

  // Names the neighbours that share most words with each piece of the window.
  void tell_twins(Teller& teller, std::vector<Told>& told) const {
    for (int i = std::max(0, start_ - 3); i < stop_; ++i) {
      for (int step = 1; step <= 3 && i + step < static_cast<int>(words_.size()); ++step) {
        const Words& words = words_[static_cast<std::size_t>(i)];
        const Words& other = words_[static_cast<std::size_t>(i + step)];
        const std::size_t size = words.size(), its = other.size();
        if (size == 0 || its == 0 || size + its > 4 * std::min(size, its)) continue;
        const double near = likeness(words, other);
        if (near < 0.5) continue;
        const Part kind = near == 1 ? Part("same") : Part("alike");
        if (size >= 3 && i >= start_) teller.tell(told[static_cast<std::size_t>(i - start_)], "twin+", step, "/", kind);
        if (its >= 3 && i + step >= start_ && i + step < stop_) {
          teller.tell(told[static_cast<std::size_t>(i + step - start_)], "twin-", step, "/", kind);
        }
      }
    }
  }

 private:
  static constexpr int kReach = 12;
  static constexpr std::size_t kFewestLetters = 4;

  const Layout& layout_;
  const int start_, stop_;
  std::vector<Words> words_;
  WordMap counts_;
};

}  // namespace articlekit

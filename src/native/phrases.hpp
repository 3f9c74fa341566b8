// Phrases of several themes, and where they stand among a line's tokens (`lexicon.Phrases`).
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "names.hpp"
#include "word_map.hpp"

namespace articlekit {

// A phrase of a theme, found at the half-open range of tokens.
struct Cue {
  int theme;
  int start;
  int end;
  bool operator==(const Cue&) const = default;
};

// What is known of a word of a text: the phrases that it opens, by their kind, its number among the telling words, and
// whether it names a job.
struct KnownWord {
  int cues = kNone, labels = kNone, offers = kNone, telling = kNone;
  bool is_job = false;
};
using KnownWords = WordTable<KnownWord>;

// A word or sign of a line, in lower case; null where nothing is known of it.
struct Token {
  SignsView text;
  Word word;
  const KnownWord* known;
};

class Phrases {
 public:
  // Takes pairs of a theme and the tokens of a phrase; known words get the number of the phrases that they open.
  void read(PyObject* listed, KnownWords& words, int KnownWord::* own) {
    own_ = own;
    each(listed, [&](PyObject* pair) {
      const int theme = number(view(PyTuple_GetItem(pair, 0)));
      std::vector<Word> tokens;
      each(PyTuple_GetItem(pair, 1), [&](PyObject* token) { tokens.push_back(word_of(token)); });
      int& opening = words.at(tokens.front()).*own;
      if (opening == kNone) {
        opening = static_cast<int>(phrases_.size());
        phrases_.emplace_back();
      }
      phrases_[static_cast<std::size_t>(opening)].push_back({theme, std::move(tokens)});
    });
  }

  // Finds every phrase that begins with one of the first so many tokens.
  std::vector<Cue> find(const std::vector<Token>& tokens, std::size_t reach = SIZE_MAX) const {
    std::vector<Cue> found;
    for (std::size_t start = 0; start < std::min(reach, tokens.size()); ++start) {
      const KnownWord* known = tokens[start].known;
      if (known == nullptr || known->*own_ == kNone) continue;
      for (const Phrase& phrase : phrases_[static_cast<std::size_t>(known->*own_)]) {
        const std::size_t size = phrase.tokens.size();
        if (start + size > tokens.size()) continue;
        const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(start);
        const auto is_same = [](Word word, const Token& token) { return word == token.word; };
        if (std::equal(phrase.tokens.begin(), phrase.tokens.end(), begin, is_same)) {
          found.push_back({phrase.theme, static_cast<int>(start), static_cast<int>(start + size)});
        }
      }
    }
    return found;
  }

  Part theme(int number) const { return themes_[static_cast<std::size_t>(number)]; }
  std::size_t themes() const { return themes_.size(); }

 private:
  struct Phrase {
    int theme;
    std::vector<Word> tokens;
  };

  int number(std::string_view theme) {
    const auto known = std::find(themes_.begin(), themes_.end(), Part(theme));
    if (known != themes_.end()) return static_cast<int>(known - themes_.begin());
    themes_.emplace_back(texts_.emplace_back(theme));
    return static_cast<int>(themes_.size()) - 1;
  }

  std::deque<std::string> texts_;
  std::vector<Part> themes_;
  int KnownWord::* own_ = nullptr;
  std::vector<std::vector<Phrase>> phrases_;  // by the first token
};

}  // namespace articlekit

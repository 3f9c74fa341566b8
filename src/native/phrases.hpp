// Phrases of several themes, and where they stand among a line's tokens (`lexicon.Phrases`).
#pragma once

#include <string>
#include <vector>

#include "word_map.hpp"

namespace articlekit {

// A phrase of a theme, found at the half-open range of tokens.
struct Cue {
  int theme;
  int start;
  int end;
  bool operator==(const Cue&) const = default;
};

class Phrases {
 public:
  // Takes pairs of a theme and the tokens of a phrase.
  void read(PyObject* listed) {
    each(listed, [&](PyObject* pair) {
      const std::string theme(view(PyTuple_GetItem(pair, 0)));
      std::vector<Word> tokens;
      each(PyTuple_GetItem(pair, 1), [&](PyObject* token) { tokens.push_back(word_of(token)); });
      int& opening = openings_.at(tokens.front());
      if (opening == kNone) {
        opening = static_cast<int>(phrases_.size());
        phrases_.emplace_back();
      }
      phrases_[static_cast<std::size_t>(opening)].push_back({number(theme), std::move(tokens)});
    });
  }

  // Finds every phrase that begins with one of the first so many tokens.
  std::vector<Cue> find(const std::vector<Word>& tokens, std::size_t reach = SIZE_MAX) const {
    std::vector<Cue> found;
    for (std::size_t start = 0; start < std::min(reach, tokens.size()); ++start) {
      const int opening = openings_[tokens[start]];
      if (opening == kNone) continue;
      for (const Phrase& phrase : phrases_[static_cast<std::size_t>(opening)]) {
        const std::size_t size = phrase.tokens.size();
        if (start + size <= tokens.size() && std::equal(phrase.tokens.begin(), phrase.tokens.end(),
                                                        tokens.begin() + static_cast<std::ptrdiff_t>(start))) {
          found.push_back({phrase.theme, static_cast<int>(start), static_cast<int>(start + size)});
        }
      }
    }
    return found;
  }

  const std::string& theme(int number) const { return themes_[static_cast<std::size_t>(number)]; }

 private:
  struct Phrase {
    int theme;
    std::vector<Word> tokens;
  };

  int number(const std::string& theme) {
    const auto known = std::find(themes_.begin(), themes_.end(), theme);
    if (known == themes_.end()) {
      themes_.push_back(theme);
      return static_cast<int>(themes_.size()) - 1;
    }
    return static_cast<int>(known - themes_.begin());
  }

  std::vector<std::string> themes_;
  WordMap openings_;
  std::vector<std::vector<Phrase>> phrases_;  // by the first token
};

}  // namespace articlekit

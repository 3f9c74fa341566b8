// Numbers of words: a look-up costs a few nanoseconds, and most words of a page have none.
#pragma once

#include <vector>

#include "signs.hpp"

namespace articlekit {

constexpr int kNone = -1;

class WordMap {
 public:
  // The number of a word, kNone if it has none.
  int operator[](Word word) const { return slots_.empty() ? kNone : slots_[place(word)].number; }

  // The place for a word's number, kNone as long as it has none; good until the next is asked for.
  int& at(Word word) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(word)];
    if (slot.number == kNone) {
      slot.word = word;
      ++count_;
    }
    return slot.number;
  }

 private:
  struct Slot {
    Word word = 0;
    int number = kNone;
  };

  std::size_t place(Word word) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = (word ^ word >> 32) & last;
    while (slots_[at].number != kNone && slots_[at].word != word) at = (at + 1) & last;
    return at;
  }

  void grow() {
    std::vector<Slot> before(std::max<std::size_t>(64, 2 * slots_.size()));
    before.swap(slots_);
    for (const Slot& slot : before) {
      if (slot.number != kNone) slots_[place(slot.word)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

// What is known of words.
template <class Value>
class WordTable {
 public:
  // The place for what is known of a word; good until the next is asked for.
  Value& at(Word word) {
    int& number = numbers_.at(word);
    if (number == kNone) {
      number = static_cast<int>(values_.size());
      values_.emplace_back();
    }
    return values_[static_cast<std::size_t>(number)];
  }

  // What is known of a word; null if nothing is.
  const Value* find(Word word) const {
    const int number = numbers_[word];
    return number == kNone ? nullptr : &values_[static_cast<std::size_t>(number)];
  }

 private:
  WordMap numbers_;
  std::vector<Value> values_;
};

// Texts by the words that they are, in a list.
class WordList {
 public:
  void add(PyObject* text) {
    int& number = numbers_.at(word_of(text));
    if (number != kNone) return;
    number = static_cast<int>(texts_.size());
    texts_.emplace_back(view(text));
  }

  // The number of the text that is a word, kNone if none is.
  int find(Word word) const { return numbers_[word]; }
  const std::vector<std::string>& texts() const { return texts_; }

  bool holds(Word word) const { return numbers_[word] != kNone; }

 private:
  WordMap numbers_;
  std::vector<std::string> texts_;
};

}  // namespace articlekit

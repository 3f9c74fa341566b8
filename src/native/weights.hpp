// Names and what they weigh: a table from a name to a weight for each state, and sums of weights.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "names.hpp"
#include "word_map.hpp"

namespace articlekit {

constexpr std::size_t kMostStates = 24;
constexpr std::size_t kMostInputs = 32;
constexpr int kUnit = 1 << 16;

// A weight for each state, and an embedding for the net, in units of 2^-16: sums are exact, whatever their order.
using Lanes = std::array<std::int32_t, kMostStates>;
using Embedding = std::array<std::int32_t, kMostInputs>;

// Never inlined: GCC weaves the sums of two rows together, and then adds lane by lane.
template <std::size_t size>
[[gnu::noinline]] void add(std::array<std::int32_t, size>& sum, const std::array<std::int32_t, size>& more) {
  for (std::size_t lane = 0; lane < size; ++lane) sum[lane] += more[lane];
}

// What has been told of a piece, or of what pieces have in common: the rows of names, and what else was told.
struct Told {
  PageVector<int> rows;
  PageVector<Told*> common;
  std::vector<std::string> names;  // only where they are asked for
  bool is_summed = false;
  Lanes sum{};  // of what pieces have in common, once it was asked for
};

class Weights {
 public:
  // Takes names, and the table of their packed weights (`chain.write_table`, unpacked by zlib).
  void read(PyObject* names, std::string_view table, std::size_t states, std::size_t inputs) {
    const std::size_t width = (states + inputs) * 4 + 1;  // the lanes, and one byte more for the sign
    const auto* bytes = reinterpret_cast<const unsigned char*>(table.data());
    each(names, [&](PyObject* name) {
      numbers_.at(Part(view(name)).hash()) = static_cast<int>(lanes_.size());
      unpack(bytes + width * lanes_.size(), states, inputs);
    });
  }

  // The row of a name, kNone if it has none.
  int row_of(const Part& name) const { return numbers_[name.hash()]; }

  Lanes sum(Told& told) const {
    Lanes sum{};
    for (const int row : told.rows) add(sum, lanes_[static_cast<std::size_t>(row)]);
    for (Told* common : told.common) add(sum, sum_of_common(*common));
    return sum;
  }

  Embedding embedding(const Told& told) const {
    Embedding sum{};
    for (const int row : told.rows) add(sum, embeddings_[static_cast<std::size_t>(row)]);
    for (const Told* common : told.common) add(sum, embedding(*common));
    return sum;
  }

 private:
  const Lanes& sum_of_common(Told& told) const {
    if (!told.is_summed) {
      told.sum = sum(told);
      told.is_summed = true;
    }
    return told.sum;
  }

  // Lanes of 32 bits, each of which borrows from the next where it is negative.
  void unpack(const unsigned char* bytes, std::size_t states, std::size_t inputs) {
    Lanes& lanes = lanes_.emplace_back();
    Embedding& embedding = embeddings_.emplace_back();
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < states + inputs; ++i) {
      std::uint64_t limb = carry;
      for (int byte = 3; byte >= 0; --byte) {
        limb += static_cast<std::uint64_t>(bytes[i * 4 + static_cast<std::size_t>(byte)]) << 8 * byte;
      }
      std::int32_t& lane = i < states ? lanes[i] : embedding[i - states];
      lane = static_cast<std::int32_t>(static_cast<std::uint32_t>(limb));
      carry = (limb >> 32) + (lane < 0 ? 1 : 0);
    }
  }

  WordMap numbers_;
  std::vector<Lanes> lanes_;
  std::vector<Embedding> embeddings_;
};

// Names that begin alike and end with one of a list's words, looked up once.
class Family {
 public:
  void read(const Weights& weights, std::string_view beginning, const std::vector<std::string>& words) {
    beginning_ = beginning;
    words_ = &words;
    for (const std::string& word : words) rows_.push_back(weights.row_of(Part(beginning) + Part(word)));
  }

  // The row of a word's name, kNone if it has none.
  int row_of(int word) const { return rows_[static_cast<std::size_t>(word)]; }
  std::string name(int word) const { return beginning_ + (*words_)[static_cast<std::size_t>(word)]; }

 private:
  std::string beginning_;
  const std::vector<std::string>* words_ = nullptr;
  std::vector<int> rows_;
};

// Where names go.
class Teller {
 public:
  Teller(const Weights& weights, bool spelled) : weights_(weights), spelled_(spelled) {}

  // Inlined, so that what is known when this is compiled is put together then.
  [[gnu::always_inline]] void tell(Told& told, const Part& a, const Part& b = {}, const Part& c = {},
                                   const Part& d = {}, const Part& e = {}) const {
    note(told, weights_.row_of(a + b + c + d + e));
    if (spelled_) told.names.push_back(text_of({a, b, c, d, e}));
  }

  // Tells the name of a word, by its number in the family's list.
  void tell_word(Told& told, const Family& family, int word) const {
    note(told, family.row_of(word));
    if (spelled_) told.names.push_back(family.name(word));
  }

  // Tells what pieces have in common; it has to last as long as what it is told of.
  void tell_all(Told& told, Told& common) const {
    told.common.push_back(&common);
    if (spelled_) told.names.insert(told.names.end(), common.names.begin(), common.names.end());
  }

  // Several parts as one; where names are spelled, its text lasts as long as the teller.
  Part joined(const Part& a, const Part& b, const Part& c = {}) {
    const Part both = a + b + c;
    return spelled_ ? both.spelled(texts_.emplace_back(text_of({a, b, c}))) : both;
  }

 private:
  static void note(Told& told, int row) {
    if (row != kNone) told.rows.push_back(row);
  }

  static std::string text_of(std::initializer_list<Part> parts) {
    std::string text;
    for (const Part& part : parts) text += part.text();
    return text;
  }

  const Weights& weights_;
  const bool spelled_;
  std::deque<std::string> texts_;
};

}  // namespace articlekit

// Names and what they weigh: a table from a name to a weight for each state, and sums of weights.
#pragma once

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "word_map.hpp"

namespace articlekit {

constexpr std::size_t kMostStates = 24;
constexpr std::size_t kMostLanes = 56;
constexpr int kUnit = 1 << 16;

// A weight for each state, and an embedding for the net, in units of 2^-16: sums are exact, whatever their order.
using Lanes = std::array<std::int32_t, kMostLanes>;

inline void add(Lanes& sum, const Lanes& more) {
  for (std::size_t lane = 0; lane < kMostLanes; ++lane) sum[lane] += more[lane];
}

class Weights {
 public:
  // Takes names, and the table of their packed weights (`chain.write_table`, unpacked by zlib).
  void read(PyObject* names, std::string_view table, std::size_t lanes) {
    const std::size_t width = lanes * 4 + 1;  // the lanes, and one byte more for the sign
    const auto* bytes = reinterpret_cast<const unsigned char*>(table.data());
    each(names, [&](PyObject* name) {
      numbers_.at(hash_of(view(name))) = static_cast<int>(rows_.size());
      rows_.push_back(unpacked(bytes + width * rows_.size(), lanes));
    });
  }

  // The weights of a name, null if it has none. Names stand for themselves by 64 bits, so that none is taken for
  // another.
  const Lanes* find(std::string_view name) const {
    const int row = numbers_[hash_of(name)];
    return row == kNone ? nullptr : &rows_[static_cast<std::size_t>(row)];
  }

 private:
  // Eight bytes at a time, mixed as MurmurHash does.
  static std::uint64_t hash_of(std::string_view name) {
    std::uint64_t hash = 0x9e3779b97f4a7c15u ^ name.size();
    for (; name.size() >= 8; name.remove_prefix(8)) hash = mixed(hash, name, 8);
    return mixed(hash, name, name.size());
  }

  static std::uint64_t mixed(std::uint64_t hash, std::string_view name, std::size_t size) {
    std::uint64_t part = 0;
    std::memcpy(&part, name.data(), size);
    hash = (hash ^ part) * 0xff51afd7ed558ccdu;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
    return hash ^ hash >> 33;
  }

  // Lanes of 32 bits, each of which borrows from the next where it is negative.
  static Lanes unpacked(const unsigned char* bytes, std::size_t count) {
    Lanes lanes{};
    std::uint64_t carry = 0;
    for (std::size_t lane = 0; lane < count; ++lane) {
      std::uint64_t limb = carry;
      for (int byte = 3; byte >= 0; --byte) {
        limb += static_cast<std::uint64_t>(bytes[lane * 4 + static_cast<std::size_t>(byte)]) << 8 * byte;
      }
      lanes[lane] = static_cast<std::int32_t>(static_cast<std::uint32_t>(limb));
      carry = (limb >> 32) + (lanes[lane] < 0 ? 1 : 0);
    }
    return lanes;
  }

  WordMap numbers_;
  std::vector<Lanes> rows_;
};

// Names that begin alike and end with one of a list's words, and what they weigh, looked up once.
class Family {
 public:
  void read(const Weights& weights, std::string_view beginning, const std::vector<std::string>& words) {
    beginning_ = beginning;
    words_ = &words;
    for (const std::string& word : words) rows_.push_back(weights.find(beginning_ + word));
  }

  // The weights of a word's name, null if it has none.
  const Lanes* find(int word) const { return rows_[static_cast<std::size_t>(word)]; }
  std::string name(int word) const { return beginning_ + (*words_)[static_cast<std::size_t>(word)]; }

 private:
  std::string beginning_;
  const std::vector<std::string>* words_ = nullptr;
  std::vector<const Lanes*> rows_;
};

// What has been told of a piece, or of what pieces have in common: the sum of the names' weights.
struct Told {
  Lanes sum{};
  std::vector<std::string> names;  // only where they are asked for
};

// Where names go.
class Teller {
 public:
  Teller(const Weights& weights, bool spelled) : weights_(weights), spelled_(spelled) { name_.reserve(256); }

  template <class... Parts>
  void tell(Told& told, const Parts&... parts) {
    name_.clear();
    (append(parts), ...);
    if (const Lanes* lanes = weights_.find(name_)) add(told.sum, *lanes);
    if (spelled_) told.names.push_back(name_);
  }

  // Tells the name of a word, by its number in the family's list.
  void tell_word(Told& told, const Family& family, int word) const {
    if (const Lanes* lanes = family.find(word)) add(told.sum, *lanes);
    if (spelled_) told.names.push_back(family.name(word));
  }

  void tell_all(Told& told, const Told& more) const {
    add(told.sum, more.sum);
    if (spelled_) told.names.insert(told.names.end(), more.names.begin(), more.names.end());
  }

 private:
  void append(std::string_view part) { name_ += part; }
  void append(char part) { name_ += part; }
  void append(int part) {
    if (part < 0) {
      name_ += '-';
      part = -part;
    }
    if (part >= 10) append(part / 10);
    name_ += static_cast<char>('0' + part % 10);
  }

  const Weights& weights_;
  const bool spelled_;
  std::string name_;
};

}  // namespace articlekit

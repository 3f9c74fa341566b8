// Names of what is true of a piece, put together without being spelled.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "arena.hpp"

namespace articlekit {

// The texts of single signs, and of numbers.
constexpr int kLeastNumber = -9, kMostNumber = 99;

struct Digits {
  std::array<char, 2> signs{};
  std::size_t size = 0;
  constexpr std::string_view view() const { return {signs.data(), size}; }
};

inline constexpr std::array<char, 0x100> kSigns = [] {
  std::array<char, 0x100> signs{};
  for (std::size_t i = 0; i < signs.size(); ++i) signs[i] = static_cast<char>(i);
  return signs;
}();

inline constexpr std::array<Digits, kMostNumber - kLeastNumber + 1> kNumbers = [] {
  std::array<Digits, kMostNumber - kLeastNumber + 1> numbers{};
  for (int number = kLeastNumber; number <= kMostNumber; ++number) {
    Digits& digits = numbers[static_cast<std::size_t>(number - kLeastNumber)];
    if (number < 0) digits.signs[digits.size++] = '-';
    if (number >= 10) digits.signs[digits.size++] = static_cast<char>('0' + number / 10);
    digits.signs[digits.size++] = static_cast<char>('0' + (number < 0 ? -number : number) % 10);
  }
  return numbers;
}();

// A name, or a part of one. A name stands for itself by 64 bits, so that none is taken for another; those of two parts
// together come from those of each, and of what stands in the code they are known when it is compiled.
class Part {
 public:
  constexpr Part() = default;
  consteval Part(const char* text) : Part(std::string_view(text)) {}
  constexpr Part(char sign) : Part(std::string_view(&kSigns[static_cast<unsigned char>(sign)], 1)) {}
  constexpr Part(int number);

  // The text has to last as long as the part, where the name is spelled.
  constexpr explicit Part(std::string_view text) : text_(text) {
    for (const char byte : text) {
      hash_ = hash_ * kBase + static_cast<unsigned char>(byte) + 1;
      power_ *= kBase;
    }
  }

  // This part and the next, without a text.
  constexpr Part operator+(const Part& next) const {
    Part both;
    both.hash_ = hash_ * next.power_ + next.hash_;
    both.power_ = power_ * next.power_;
    return both;
  }

  constexpr std::uint64_t hash() const { return hash_; }
  constexpr std::string_view text() const { return text_; }
  constexpr bool empty() const { return power_ == 1; }
  constexpr bool operator==(const Part& other) const { return hash_ == other.hash_; }

  // The same part, spelled so.
  constexpr Part spelled(std::string_view text) const {
    Part found = *this;
    found.text_ = text;
    return found;
  }

 private:
  static constexpr std::uint64_t kBase = 0xff51afd7ed558ccdu;

  std::uint64_t hash_ = 0, power_ = 1;
  std::string_view text_;
};

inline constexpr std::array<Part, kNumbers.size()> kNumberParts = [] {
  std::array<Part, kNumbers.size()> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = Part(kNumbers[i].view());
  return parts;
}();

constexpr Part::Part(int number) : Part(kNumberParts.at(static_cast<std::size_t>(number - kLeastNumber))) {}

using Parts = PageVector<Part>;

// Whether an item is among some.
template <class Items>
constexpr bool is_among(const Items& items, const typename Items::value_type& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

}  // namespace articlekit

// Whether a document is in UTF-8, as Python's decoder has it (`cleaner.decoding`).
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace articlekit {

class Utf8 {
 public:
  static bool holds(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t size = is_ascii(bytes.front()) ? ascii(bytes) : character(bytes);
      if (size == 0) return false;
      bytes.remove_prefix(size);
    }
    return true;
  }

 private:
  using Byte = unsigned char;

  static bool is_ascii(char byte) { return static_cast<Byte>(byte) < 0x80; }

  // How many bytes of ASCII a text begins with; it is looked at eight at a time, and the last few one by one.
  static std::size_t ascii(std::string_view bytes) {
    std::size_t size = 0;
    for (std::uint64_t eight; size + sizeof eight <= bytes.size(); size += sizeof eight) {
      std::memcpy(&eight, bytes.data() + size, sizeof eight);
      if ((eight & 0x8080808080808080u) != 0) break;
    }
    while (size < bytes.size() && is_ascii(bytes[size])) ++size;
    return size;
  }

  // How long the character is, of several bytes, that a text begins with; 0 if it is none. What follows the first byte
  // is bounded so that nothing is longer than it must be, beyond Unicode, or half a pair of UTF-16.
  static std::size_t character(std::string_view bytes) {
    const auto first = static_cast<Byte>(bytes.front());
    const std::size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || size > bytes.size()) return 0;
    const auto second = static_cast<Byte>(bytes[1]);
    const Byte least = first == 0xE0   ? 0xA0
                       : first == 0xF0 ? 0x90
                                       : 0x80,
               most = first == 0xED   ? 0x9F
                      : first == 0xF4 ? 0x8F
                                      : 0xBF;
    if (second < least || second > most) return 0;
    for (std::size_t i = 2; i < size; ++i) {
      if ((static_cast<Byte>(bytes[i]) & 0xC0) != 0x80) return 0;
    }
    return size;
  }
};

}  // namespace articlekit

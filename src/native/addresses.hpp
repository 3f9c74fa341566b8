// Links made absolute (`cleaner.Document.absolute`): the plain ones here, the others by Python.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "knowledge.hpp"

namespace articlekit {

class Addresses {
 public:
  // `site` is what stands before addresses that begin with a slash, empty where Python has to say; `absolute` asks it.
  Addresses(std::string_view site, PyObject* absolute) : site_(site), absolute_(absolute) {}

  // Where a link leads; None if it leads nowhere a reader could go.
  Ref whole(PyObject* href) const {
    if (PyUnicode_IS_ASCII(href)) {
      const std::string_view text = view(href);
      if (is_plain(text)) return Ref::borrowed(href);
      if (text.empty() || text.starts_with('#')) return Ref::borrowed(Py_None);
      if (!site_.empty() && is_rooted(text)) {
        const std::string joined = site_ + std::string(text);
        return Ref(PyUnicode_FromStringAndSize(joined.data(), static_cast<Py_ssize_t>(joined.size())));
      }
    }
    return Ref(PyObject_CallOneArg(absolute_, href));
  }

 private:
  static constexpr std::size_t kLongest = 8000;

  // Whether an address is whole, and as plain as nearly all are.
  static bool is_plain(std::string_view text) {
    if (!text.starts_with("https://") && !text.starts_with("http://")) return false;
    return text.size() <= kLongest && std::ranges::all_of(text, [](char byte) { return is(byte, kVisible); });
  }

  // Whether an address within a site needs no parser: no dots but one before the file's ending.
  static bool is_rooted(std::string_view text) {
    if (text.size() > kLongest || !text.starts_with('/') || text.starts_with("//")) return false;
    std::size_t i = 1;
    while (i < text.size() && is_part(text[i])) ++i;
    if (i + 1 < text.size() && text[i] == '.' && is_letter_or_digit(text[i + 1])) {
      for (++i; i < text.size() && is_letter_or_digit(text[i]);) ++i;
    }
    if (i + 1 < text.size() && text[i] == '?') {
      for (++i; i < text.size() && is_part(text[i]);) ++i;
    }
    return i == text.size();
  }

  static bool is_letter_or_digit(char byte) { return is(byte, kLetterOrDigit); }
  static bool is_part(char byte) { return is(byte, kPart); }

  // What the bytes of addresses are: no parser is needed for what is visible, but for brackets.
  static constexpr unsigned char kVisible = 1, kLetterOrDigit = 2, kPart = 4;

  static bool is(char byte, unsigned char kind) { return (kKinds[static_cast<unsigned char>(byte)] & kind) != 0; }

  static constexpr std::array<unsigned char, 0x100> kKinds = [] {
    std::array<unsigned char, 0x100> kinds{};
    for (unsigned char byte = ' ' + 1; byte < 0x7f; ++byte) {
      const bool letter = is_small(byte) || is_large(byte) || (byte >= '0' && byte <= '9');
      const bool part = letter || "_/%~+,=@!:&-"sv.find(static_cast<char>(byte)) != std::string_view::npos;
      kinds[byte] = static_cast<unsigned char>((byte != '[' && byte != ']' ? kVisible : 0) |
                                               (letter ? kLetterOrDigit : 0) | (part ? kPart : 0));
    }
    return kinds;
  }();

  std::string site_;
  PyObject* absolute_;
};

}  // namespace articlekit

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
      if (text.empty() || text.starts_with('#') || text.starts_with("javascript:")) return Ref::borrowed(Py_None);
      if (!site_.empty() && is_rooted(text)) return joined(text);
    }
    return Ref(PyObject_CallOneArg(absolute_, href));
  }

 private:
  static constexpr std::size_t kLongest = 8000;

  // The address, of ASCII, of what stands on the site.
  Ref joined(std::string_view text) const {
    Ref whole(PyUnicode_New(static_cast<Py_ssize_t>(site_.size() + text.size()), 0x7f));
    char* const data = static_cast<char*>(PyUnicode_DATA(whole.get()));
    std::ranges::copy(text, std::ranges::copy(site_, data).out);
    return whole;
  }

  // Whether an address is whole, and as plain as nearly all are.
  static bool is_plain(std::string_view text) {
    const auto begins = [&](std::string_view scheme) { return text.starts_with(scheme); };
    if (std::ranges::none_of(std::array{"https://"sv, "http://"sv, "mailto:"sv, "tel:"sv}, begins)) return false;
    return text.size() <= kLongest && std::ranges::all_of(text, [](char byte) { return is(byte, kVisible); });
  }

  // Whether an address within a site needs no parser: no dots but one before the file's ending, or in a fragment.
  static bool is_rooted(std::string_view text) {
    if (text.size() > kLongest || !text.starts_with('/') || text.starts_with("//")) return false;
    std::size_t i = end_of(text, 1, kPart);
    if (i < text.size() && text[i] == '.') i = end_of_more(text, i, kLetterOrDigit);
    if (i < text.size() && text[i] == '?') i = end_of_more(text, i, kPart);
    if (i < text.size() && text[i] == '#') i = end_of_more(text, i, kVisible);
    return i == text.size();
  }

  static std::size_t end_of(std::string_view text, std::size_t start, unsigned char kind) {
    while (start < text.size() && is(text[start], kind)) ++start;
    return start;
  }

  // Where what follows a sign ends; at the sign if nothing does.
  static std::size_t end_of_more(std::string_view text, std::size_t sign, unsigned char kind) {
    const std::size_t end = end_of(text, sign + 1, kind);
    return end > sign + 1 ? end : sign;
  }

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

// Links made absolute (`cleaner.Document.absolute`): the plain ones here, the others by Python.
#pragma once

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
    return text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char byte) {
             return byte > ' ' && byte < 0x7f && byte != '[' && byte != ']';
           });
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

  static bool is_letter_or_digit(char byte) { return is_small(byte) || is_large(byte) || (byte >= '0' && byte <= '9'); }
  static bool is_part(char byte) {
    return is_letter_or_digit(byte) || "_/%~+,=@!:&-"sv.find(byte) != std::string_view::npos;
  }

  std::string site_;
  PyObject* absolute_;
};

}  // namespace articlekit

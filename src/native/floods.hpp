// What of a document may flood the parser, counted before it is parsed (`cleaner.bounds`).
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "python.hpp"
#include "signs.hpp"

namespace articlekit {

// Where a `<` stands that no other follows within so many bytes.
inline std::vector<std::size_t> long_stretches(std::string_view html, std::size_t size) {
  std::vector<std::size_t> found;
  for (std::size_t at = html.find('<'); at != std::string_view::npos;) {
    const std::size_t next = html.find('<', at + 1);
    if (std::min(next, html.size() + size) - at >= size) found.push_back(at);
    at = next;
  }
  return found;
}

// A name of at most eight letters, in lower case, as one number.
constexpr std::uint64_t packed(std::string_view name) {
  std::uint64_t number = 0;
  for (const char letter : name) number = number << 8 | static_cast<unsigned char>(low(letter));
  return number;
}

// How many tags of a document may multiply, and how many formatting elements wait at most to be opened again.
class Risks {
 public:
  explicit Risks(std::string_view html) {
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
      const bool closing = html.substr(at + 1, 1) == "/";
      const std::size_t start = at + 1 + closing;
      std::size_t end = start;
      while (end < html.size() && (is_small(html[end]) || is_large(html[end]))) ++end;
      if (end > start && end < html.size() && ends_name(html[end])) read(html.substr(start, end - start), closing);
    }
  }

  std::int64_t options = 0, selected = 0, most_waiting = 0;

 private:
  static bool ends_name(char byte) {
    return byte == '/' || byte == '>' || byte == ' ' || (byte >= '\t' && byte <= '\r');
  }

  static constexpr std::array kBorders = {packed("applet"), packed("caption"),  packed("marquee"), packed("object"),
                                          packed("td"),     packed("template"), packed("th")};
  static constexpr std::array kFormatting = {packed("b"),      packed("big"),    packed("code"), packed("em"),
                                             packed("font"),   packed("i"),      packed("s"),    packed("small"),
                                             packed("strike"), packed("strong"), packed("tt"),   packed("u")};
  using Level = std::array<std::int64_t, kFormatting.size()>;  // how many of each formatting element are open

  void read(std::string_view name, bool closing) {
    if (name.size() > 8) {
      constexpr std::string_view kSelected = "selectedcontent";
      selected += !closing && std::ranges::equal(name, kSelected, {}, low<char>);
      return;
    }
    const std::uint64_t number = packed(name);
    const auto element = static_cast<std::size_t>(std::ranges::find(kFormatting, number) - kFormatting.begin());
    if (number == packed("option")) {
      options += !closing;
    } else if (element < kFormatting.size()) {
      format(element, closing);
    } else if (std::ranges::find(kBorders, number) != kBorders.end()) {
      cross_border(closing);
    }
  }

  void format(std::size_t element, bool closing) {
    std::int64_t& open = levels_.back()[element];
    const std::int64_t step = !closing ? 1 : open > 0 ? -1 : 0;
    open += step;
    waiting_ += step;
    most_waiting = std::max(most_waiting, waiting_);
  }

  // End tags inside of a cell or an object do not reach what is open outside of it.
  void cross_border(bool closing) {
    if (!closing) {
      levels_.emplace_back();
    } else if (levels_.size() > 1) {
      for (const std::int64_t open : levels_.back()) waiting_ -= open;
      levels_.pop_back();
    }
  }

  std::vector<Level> levels_{Level{}};
  std::int64_t waiting_ = 0;
};

}  // namespace articlekit

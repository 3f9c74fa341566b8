// What of a document may flood the parser, counted before it is parsed (`cleaner.bounds`).
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
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
  static constexpr std::size_t kFormatting = 12;
  using Level = std::array<std::int64_t, kFormatting>;  // how many of each formatting element are open

  static bool ends_name(char byte) {
    return byte == '/' || byte == '>' || byte == ' ' || (byte >= '\t' && byte <= '\r');
  }

  // A name of at most eight letters, in lower case, as one number.
  static constexpr std::uint64_t packed(std::string_view name) {
    std::uint64_t number = 0;
    for (const char letter : name) number = number << 8 | static_cast<unsigned char>(low(letter));
    return number;
  }

  void read(std::string_view name, bool closing) {
    if (name.size() > 8) {
      constexpr std::string_view kSelected = "selectedcontent";
      selected += !closing && std::ranges::equal(name, kSelected, {}, low<char>);
      return;
    }
    switch (packed(name)) {
      case packed("option"):
        options += !closing;
        return;
      case packed("applet"):
      case packed("caption"):
      case packed("marquee"):
      case packed("object"):
      case packed("td"):
      case packed("template"):
      case packed("th"):
        cross_border(closing);
        return;
      case packed("b"):
        return format(0, closing);
      case packed("big"):
        return format(1, closing);
      case packed("code"):
        return format(2, closing);
      case packed("em"):
        return format(3, closing);
      case packed("font"):
        return format(4, closing);
      case packed("i"):
        return format(5, closing);
      case packed("s"):
        return format(6, closing);
      case packed("small"):
        return format(7, closing);
      case packed("strike"):
        return format(8, closing);
      case packed("strong"):
        return format(9, closing);
      case packed("tt"):
        return format(10, closing);
      case packed("u"):
        return format(11, closing);
      default:
        return;
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

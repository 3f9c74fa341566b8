// What every date has that the expressions for dates find, soon seen: of the lines with digits most hold none.
#pragma once

#include "signs.hpp"

namespace articlekit {

inline Sign sign_at(SignsView text, std::size_t i) { return i < text.size() ? text[i] : U'\0'; }

// Where a date in numbers ends whose first number ends with a digit, 0 if there is none.
inline std::size_t end_of_numbers(SignsView text, std::size_t digit) {
  constexpr SignSet kSigns(U"./-"sv);
  const auto at = [&](std::size_t i) { return sign_at(text, i); };
  if (!kSigns(at(digit + 1))) return 0;
  const std::size_t second = digit + (is_space(at(digit + 2)) ? 3 : 2);
  if (!is_decimal(at(second))) return 0;
  const std::size_t sign = second + (is_decimal(at(second + 1)) ? 2 : 1);
  if (!kSigns(at(sign))) return 0;
  const std::size_t third = sign + (is_space(at(sign + 1)) ? 2 : 1);
  std::size_t end = third;
  while (is_decimal(at(end))) ++end;
  return end > third ? end : 0;
}

// Where a year ends that a digit begins, 0 if there is none with a day's digit among so many signs before it.
inline std::size_t end_of_year(SignsView text, std::size_t digit, std::size_t day_and_month) {
  const std::size_t end = digit + 4;
  if (digit == 0 || !is_space(text[digit - 1]) || is_word(sign_at(text, end))) return 0;
  if (end > text.size() || !std::ranges::all_of(text.substr(digit, 4), is_decimal)) return 0;
  const std::size_t day = digit - std::min(digit, day_and_month);
  return std::ranges::any_of(text.substr(day, digit - day), is_decimal) ? end : 0;
}

}  // namespace articlekit

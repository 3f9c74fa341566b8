// Which role each piece has, and of all pieces together which are the story (`segmenter.decision`).
#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include "chain.hpp"
#include "settling.hpp"

namespace articlekit {

// The role chosen, how probable it is, and how probable story is, whatever the role.
struct Guess {
  std::size_t role;
  double confidence;
  double story;
};

class Decision {
 public:
  // Takes for each role what the bound is multiplied by if it is the story's, 0 if it is not, and the offset and slope
  // of its calibration, if it has one; then how much recall is worth, and the least probability of story.
  void read(PyObject* bounds, PyObject* calibrations, double beta, double least) {
    beta_ = beta;
    least_ = least;
    each(bounds, [&](PyObject* bound) { bounds_.push_back(PyFloat_AsDouble(bound)); });
    each(calibrations, [&](PyObject* calibration) {
      std::optional<Line>& line = lines_.emplace_back();
      if (calibration == Py_None) return;
      line.emplace();
      if (!PyArg_ParseTuple(calibration, "dd", &line->offset, &line->slope)) throw PythonError{};
    });
  }

  std::vector<Guess> choose(const std::vector<Shares>& odds, const std::vector<std::size_t>& sizes) const {
    std::vector<double> story;
    for (const Shares& shares : odds) {
      double sum = 0;
      for (const auto& [role, share] : shares) sum += is_story(role) ? share : 0;
      story.push_back(sum);
    }
    const double least = least_of(story, sizes);
    std::vector<Shares::Share> chosen;
    for (std::size_t i = 0; i < odds.size(); ++i) {
      const Shares::Share& likeliest = best_of(odds[i], true);
      const bool told = story[i] >= std::max(least * bounds_[likeliest.first], least_);
      chosen.push_back(told ? likeliest : best_of(odds[i], false));
    }
    Settling(odds, sizes, bounds_).settle(chosen);
    std::vector<Guess> found;
    for (std::size_t i = 0; i < odds.size(); ++i) {
      const auto& [role, share] = chosen[i];
      found.push_back({role, calibrated(role, share), story[i]});
    }
    return found;
  }

 private:
  // A line through the log odds.
  struct Line {
    double offset = 0, slope = 1;
  };

  // The probability from which on pieces are story, so that the F measure to expect of the whole is best.
  double least_of(const std::vector<double>& story, const std::vector<std::size_t>& sizes) const {
    const double square = beta_ * beta_;
    std::vector<std::pair<double, double>> ranked;
    double due = 0;
    for (std::size_t i = 0; i < story.size(); ++i) {
      ranked.emplace_back(story[i], static_cast<double>(sizes[i]));
      due += story[i] * static_cast<double>(sizes[i]);
    }
    std::sort(ranked.begin(), ranked.end(), std::greater<>());
    due *= square;
    double right = 0, length = 0, best = 0;
    for (const auto& [share, size] : ranked) {
      right += share * size;
      length += size;
      const double measure = (1 + square) * right / (length + due);
      if (!(measure > best)) break;
      best = measure;
    }
    return best / (1 + square);
  }

  // The most probable role on one side, or of all where that side has none.
  const Shares::Share& best_of(const Shares& shares, bool wanted) const {
    const auto best = [&](bool all) {
      const Shares::Share* found = nullptr;
      for (const auto& each : shares) {
        if ((all || is_story(each.first) == wanted) && (found == nullptr || each.second > found->second)) found = &each;
      }
      return found;
    };
    const auto* found = best(false);
    return found != nullptr ? *found : *best(true);
  }

  double calibrated(std::size_t role, double share) const {
    constexpr double kLeast = 1e-4;
    const std::optional<Line>& line = lines_[role];
    if (!line) return share;
    const double held = std::min(std::max(share, kLeast), 1 - kLeast);
    return 1 / (1 + std::exp(-line->offset - line->slope * std::log(held / (1 - held))));
  }

  bool is_story(std::size_t role) const { return bounds_[role] > 0; }

  double beta_ = 1, least_ = 0;
  std::vector<double> bounds_;
  std::vector<std::optional<Line>> lines_;
};

}  // namespace articlekit

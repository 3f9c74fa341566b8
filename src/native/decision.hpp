// Which role each piece has, and of all pieces together which are the story (`segmenter.decision`).
#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include "chain.hpp"

namespace articlekit {

// The role chosen, how probable it is, and how probable story is, whatever the role.
struct Guess {
  std::size_t role;
  double confidence;
  double story;
};

class Decision {
 public:
  // Takes for each role whether it is story, and the offset and slope of its calibration, if it has one.
  void read(PyObject* story, PyObject* calibrations) {
    each(story, [&](PyObject* is_story) { story_.push_back(is_story == Py_True); });
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
      for (const auto& [role, share] : shares) sum += story_[role] ? share : 0;
      story.push_back(sum);
    }
    const double least = least_of(story, sizes);
    std::vector<Guess> found;
    for (std::size_t i = 0; i < odds.size(); ++i) {
      const auto& [role, share] = best_of(odds[i], story[i] >= least);
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
  static double least_of(const std::vector<double>& story, const std::vector<std::size_t>& sizes) {
    constexpr double kLeast = 0.3, kSquare = 0.85 * 0.85;
    std::vector<std::pair<double, double>> ranked;
    double due = 0;
    for (std::size_t i = 0; i < story.size(); ++i) {
      ranked.emplace_back(story[i], static_cast<double>(sizes[i]));
      due += story[i] * static_cast<double>(sizes[i]);
    }
    std::sort(ranked.begin(), ranked.end(), std::greater<>());
    due *= kSquare;
    double right = 0, length = 0, best = 0, least = 1;
    for (const auto& [share, size] : ranked) {
      right += share * size;
      length += size;
      const double measure = (1 + kSquare) * right / (length + due);
      if (!(measure > best)) break;
      best = measure;
      least = share;
    }
    return std::max(least, kLeast);
  }

  // The most probable role on one side, or of all where that side has none.
  const Shares::Share& best_of(const Shares& shares, bool is_story) const {
    const auto best = [&](bool all) {
      const Shares::Share* found = nullptr;
      for (const auto& each : shares) {
        if ((all || story_[each.first] == is_story) && (found == nullptr || each.second > found->second)) found = &each;
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

  std::vector<bool> story_;
  std::vector<std::optional<Line>> lines_;
};

}  // namespace articlekit

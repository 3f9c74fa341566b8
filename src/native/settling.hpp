// Which role each piece has by what all pieces of the page say together (`segmenter.settling`).
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "chain.hpp"

namespace articlekit {

class Settling {
 public:
  // `bounds` are 0 for the roles that are not the story's.
  Settling(const std::vector<Shares>& odds, const std::vector<std::size_t>& sizes, const std::vector<double>& bounds)
      : odds_(odds), sizes_(sizes), bounds_(bounds) {}

  // Changes roles chosen piece by piece into those that are best together.
  void settle(std::vector<Shares::Share>& chosen) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      for (const auto& [role, share] : odds_[i]) sums_[role].expect(share, size_of(i));
      sums_[chosen[i].first].give(chosen[i].second, size_of(i));
    }
    for (int round = 0; round < kRounds; ++round) {
      bool moved = false;
      for (std::size_t i = 0; i < chosen.size(); ++i) moved |= odds_[i].size() > 1 && better(i, chosen[i]);
      if (!moved) break;
    }
  }

 private:
  static constexpr double kStake = 0.3, kLikely = 0.05, kSure = 0.999, kLeastGain = 1e-9;
  static constexpr int kRounds = 3;

  // What is said of a role on a page: in characters, given it, of these right, and due to it, as expected.
  struct Sums {
    double given = 0, right = 0, due = 0, absent = 1;

    void expect(double share, double size) {
      due += share * size;
      const double held = std::min(share, kSure);
      absent *= 1 - held * held;
    }

    void give(double share, double size) {
      given += size;
      right += share * size;
    }

    double worth(double share = 0, double size = 0) const {
      const double all = given + size;
      if (all <= 0) return -kStake * (1 - absent);
      return std::min(1.0, 2 * (right + share * size) / (all + due)) - kStake;
    }
  };

  // Gives a piece the role with which it adds most to the page's sum of measures.
  bool better(std::size_t i, Shares::Share& chosen) {
    const auto [role, share] = chosen;
    const double size = size_of(i);
    Sums& own = sums_[role];
    const Shares::Share* best = nullptr;
    double most = own.worth() - own.worth(share, -size) + kLeastGain;
    for (const Shares::Share& other : odds_[i]) {
      if (other.first == role || other.second < kLikely || !same_side(other.first, role)) continue;
      const double gain = sums_[other.first].worth(other.second, size) - sums_[other.first].worth();
      if (gain > most) {
        best = &other;
        most = gain;
      }
    }
    if (best == nullptr) return false;
    own.give(share, -size);
    sums_[best->first].give(best->second, size);
    chosen = *best;
    return true;
  }

  // Whether both roles are the story's, or neither is.
  bool same_side(std::size_t one, std::size_t other) const { return (bounds_[one] > 0) == (bounds_[other] > 0); }

  double size_of(std::size_t i) const { return static_cast<double>(sizes_[i]); }

  const std::vector<Shares>& odds_;
  const std::vector<std::size_t>& sizes_;
  const std::vector<double>& bounds_;
  std::array<Sums, kMostStates> sums_;
};

}  // namespace articlekit

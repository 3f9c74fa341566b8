// A linear chain, read by forward-backward without the states that cannot win (`segmenter.chain`).
#pragma once

#include <cmath>
#include <numeric>
#include <vector>

#include "weights.hpp"

namespace articlekit {

// Probabilities, or odds, of some of the states.
class Shares {
 public:
  using Share = std::pair<std::size_t, double>;

  void add(std::size_t state, double share) { shares_[size_++] = {state, share}; }

  // Keeps those that are at least so much.
  void keep(double least) {
    const auto end = std::remove_if(begin(), this->end(), [&](const Share& each) { return each.second < least; });
    size_ = static_cast<std::size_t>(end - begin());
  }

  // The largest share.
  double most() const {
    return std::max_element(begin(), end(),
                            [](const Share& one, const Share& other) { return one.second < other.second; })
        ->second;
  }

  double total() const {
    return std::accumulate(begin(), end(), 0.0, [](double sum, const Share& each) { return sum + each.second; });
  }

  // Shares that add up to 1.
  Shares scaled() const {
    Shares found = *this;
    const double sum = total();
    for (auto& [state, share] : found) share /= sum;
    return found;
  }

  Share* begin() { return shares_.data(); }
  Share* end() { return shares_.data() + size_; }
  const Share* begin() const { return shares_.data(); }
  const Share* end() const { return shares_.data() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<Share, kMostStates> shares_;
  std::size_t size_ = 0;
};

class Chain {
 public:
  // Takes the weight of every step: from each state to each.
  void read(PyObject* transitions) {
    each(transitions, [&](PyObject* steps) {
      std::vector<double>& row = steps_.emplace_back();
      each(steps, [&](PyObject* weight) { row.push_back(std::exp(PyFloat_AsDouble(weight))); });
    });
    if (PyErr_Occurred()) throw PythonError{};
  }

  std::size_t states() const { return steps_.size(); }

  // The probability of each state of each item, of those alone that may be the best.
  std::vector<Shares> probabilities(const std::vector<Lanes>& sums) const {
    const std::vector<Item> items = forward(sums);
    std::vector<Shares> found;
    found.reserve(items.size());
    Shares ahead;
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
      if (item->shares.size() == 1) {  // nothing after it changes that
        found.push_back(item->shares);
        ahead = item->shares;
        continue;
      }
      Shares both, back;
      for (const auto& [state, share] : item->shares) {
        const double follows = ahead.empty() ? 1.0 : follow(state, ahead);
        both.add(state, share * follows);
        back.add(state, follows * odds_of(item->odds, state));
      }
      found.push_back(both.scaled());
      ahead = back.scaled();
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

 private:
  static constexpr double kBehind = 5.0;
  static constexpr double kFaint = 0.01;

  // The odds of an item's states by itself, and the share of each by all that comes before too.
  struct Item {
    Shares odds;
    Shares shares;
  };

  std::vector<Item> forward(const std::vector<Lanes>& sums) const {
    std::vector<Item> found;
    const Shares* before = nullptr;
    found.reserve(sums.size());
    for (const Lanes& lanes : sums) {
      Shares odds = odds_from(lanes);
      Shares shares = odds;
      if (odds.size() > 1) {
        if (before != nullptr) {
          for (auto& [state, share] : shares) share *= reach(state, *before);
        }
        const double least = shares.total() * kFaint;
        shares.keep(least);
        shares = shares.scaled();
      }
      found.push_back({odds, shares});
      before = &found.back().shares;
    }
    return found;
  }

  // The odds of each state of one item against its best, of those that are not too far behind.
  Shares odds_from(const Lanes& lanes) const {
    const auto end = lanes.begin() + static_cast<std::ptrdiff_t>(states());
    const std::int32_t best = *std::max_element(lanes.begin(), end);
    Shares odds;
    for (std::size_t state = 0; state < states(); ++state) {
      const auto lane = static_cast<double>(lanes[state]);
      if (lane >= best - kBehind * kUnit) odds.add(state, std::exp((lane - best) / kUnit));
    }
    return odds;
  }

  // How well a state goes with what comes before it, and with what comes after.
  double reach(std::size_t state, const Shares& before) const {
    double sum = 0;
    for (const auto& [came, share] : before) sum += share * steps_[came][state];
    return sum;
  }
  double follow(std::size_t state, const Shares& ahead) const {
    double sum = 0;
    for (const auto& [goes, share] : ahead) sum += share * steps_[state][goes];
    return sum;
  }

  static double odds_of(const Shares& odds, std::size_t state) {
    return std::find_if(odds.begin(), odds.end(), [&](const auto& each) { return each.first == state; })->second;
  }

  std::vector<std::vector<double>> steps_;
};

}  // namespace articlekit

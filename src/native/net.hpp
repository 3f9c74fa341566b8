// A second look at doubtful pieces: a small neural network over what is true of each (`segmenter.net`).
#pragma once

#include <cmath>
#include <vector>

#include "chain.hpp"

namespace articlekit {

class Net {
 public:
  // Takes the rows of the hidden layer and those of the output; none where there is no net.
  void read(PyObject* hidden, PyObject* output) {
    hidden_.read(hidden);
    output_.read(output);
  }

  std::size_t width() const { return hidden_.inputs(); }

  // Whether the layers go together, and with so many states.
  bool fits(std::size_t states) const {
    if (width() == 0) return true;
    return hidden_.is_even() && output_.is_even() && output_.outputs() == states && width() <= kMostInputs &&
           output_.inputs() == hidden_.outputs() + width();
  }

  // Mixes what the chain found with what the net says of the same items, where the chain is not sure.
  template <class EmbeddingOf>
  void look_again(std::vector<Shares>& found, EmbeddingOf embedding_of) const {
    if (width() == 0) return;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].most() < kSure) found[i] = mixed(found[i], probabilities(embedding_of(i)));
    }
  }

 private:
  static constexpr double kSure = 0.95;
  static constexpr double kLeast = 1e-4;

  using Values = std::vector<double>;

  // For each output what each input weighs, and a bias; kept by input.
  class Layer {
   public:
    void read(PyObject* rows) {
      std::size_t output = 0;
      each(rows, [&](PyObject* row) {
        std::size_t input = 0;
        each(row, [&](PyObject* weight) {
          if (output == 0) columns_.emplace_back();
          if (input < columns_.size()) columns_[input].push_back(PyFloat_AsDouble(weight));
          ++input;
        });
        even_ = even_ && input == columns_.size();
        ++output;
      });
      outputs_ = output;
      if (PyErr_Occurred()) throw PythonError{};
    }

    bool is_even() const { return even_ && !columns_.empty(); }
    std::size_t inputs() const { return columns_.empty() ? 0 : columns_.size() - 1; }
    std::size_t outputs() const { return outputs_; }

    Values scores(const Values& inputs) const {
      Values sums = columns_.back();
      for (std::size_t input = 0; input < inputs.size(); ++input) {
        const double value = inputs[input];
        if (value == 0) continue;
        const Values& weights = columns_[input];
        for (std::size_t output = 0; output < outputs_; ++output) sums[output] += value * weights[output];
      }
      return sums;
    }

   private:
    std::vector<Values> columns_;  // the biases last
    std::size_t outputs_ = 0;
    bool even_ = true;
  };

  // The probability of each state of an item, by the sums of its names' embeddings.
  Values probabilities(const Embedding& sums) const {
    Values inputs;
    for (std::size_t input = 0; input < width(); ++input) {
      inputs.push_back(std::max(sums[input], 0) / static_cast<double>(kUnit));
    }
    Values inner = hidden_.scores(inputs);
    for (double& value : inner) value = std::max(value, 0.0);
    inner.insert(inner.end(), inputs.begin(), inputs.end());
    Values scores = output_.scores(inner);
    const double best = *std::max_element(scores.begin(), scores.end());
    double total = 0;
    for (double& score : scores) total += score = std::exp(score - best);
    for (double& score : scores) score /= total;
    return scores;
  }

  static Shares mixed(const Shares& shares, const Values& second) {
    Values first(second.size());
    for (const auto& [state, share] : shares) first[state] = share;
    Shares both;
    for (std::size_t state = 0; state < second.size(); ++state) {
      both.add(state, std::sqrt((first[state] + kLeast) * (second[state] + kLeast)));
    }
    return both.scaled();
  }

  Layer hidden_, output_;
};

}  // namespace articlekit

// Train the net that takes a second look at doubtful pieces (`training.net`).
//
// In: pages of pieces, each the numbers of its names, and its role. Out: an embedding of each name, and two layers.
// Cross entropy, by AdamW (Loshchilov and Hutter 2019) on batches of pages, with the learning rate and momentum of one
// cycle (Smith 2018). Names and units are dropped at random (Srivastava et al. 2014), so that none is relied on: few
// pages are labelled. One thread, its own random numbers, no sum in any order but one: the same data give the same net.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <vector>

#include "weights.hpp"

namespace articlekit {

class NetTrainer {
 public:
  static constexpr std::size_t kWidth = 32, kHidden = 64;

  // Pieces are the stretches of `names` that end at `ends`, pages the stretches of pieces that end at `pages`.
  struct Data {
    std::vector<std::int32_t> names, ends, roles, pages;
    std::size_t name_count = 0, role_count = 0;

    // Whether every number is of something that there is.
    bool is_sound() const {
      const auto rises = [](const std::vector<std::int32_t>& ends, std::size_t last) {
        return std::is_sorted(ends.begin(), ends.end()) && (ends.empty() || ends.front() >= 0) &&
               (ends.empty() ? 0 : static_cast<std::size_t>(ends.back())) == last;
      };
      const auto within = [](const std::vector<std::int32_t>& numbers, std::size_t count) {
        return std::all_of(numbers.begin(), numbers.end(),
                           [&](std::int32_t each) { return each >= 0 && static_cast<std::size_t>(each) < count; });
      };
      return rises(ends, names.size()) && rises(pages, ends.size()) && roles.size() == ends.size() &&
             role_count <= kMostStates && within(names, name_count) && within(roles, role_count);
    }
  };

  explicit NetTrainer(const Data& data)
      : data_(data),
        embeddings_(data.name_count * kWidth),
        hidden_(kWidth * kHidden),
        hidden_bias_(kHidden),
        output_(kInner * kMostStates),
        output_bias_(kMostStates) {
    embeddings_.fill([&] { return kEmbeddingSpread * normal(); });
    for (Values* each : {&hidden_, &hidden_bias_}) each->fill([&] { return spread(kWidth); });
    for (Values* each : {&output_, &output_bias_}) each->fill([&] { return spread(kInner); });
  }

  void train() {
    std::vector<std::size_t> order(data_.pages.size());
    std::iota(order.begin(), order.end(), 0);
    const std::size_t batches = (order.size() + kBatch - 1) / kBatch;
    const std::size_t rounds = batches == 0 ? 0 : (kSteps + batches - 1) / batches;
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i)]);
      for (std::size_t batch = 0; batch < batches; ++batch) {
        const std::size_t first = batch * kBatch, last = std::min(first + kBatch, order.size());
        learn({order.begin() + static_cast<std::ptrdiff_t>(first), order.begin() + static_cast<std::ptrdiff_t>(last)});
        step(static_cast<double>(round * batches + batch) / static_cast<double>(rounds * batches));
      }
    }
  }

  std::vector<float> embeddings() const { return embeddings_.now; }

  // A row for each hidden unit: what each number of an embedding weighs, and its bias.
  std::vector<float> hidden() const { return rows(hidden_, hidden_bias_, kWidth, kHidden, kHidden); }

  // A row for each role: what each hidden unit and each number of an embedding weighs, and its bias.
  std::vector<float> output() const { return rows(output_, output_bias_, kInner, kMostStates, data_.role_count); }

 private:
  static constexpr std::size_t kInner = kHidden + kWidth;
  static constexpr std::size_t kSteps = 2'500;        // at least; rounds are whole
  static constexpr std::size_t kBatch = 8;            // pages
  static constexpr float kNamesDropped = 0.5F;        // of each piece, while learning
  static constexpr float kUnitsDropped = 0.4F;        // of each layer
  static constexpr float kSmoothing = 0.1F;           // what labels leave to all other roles
  static constexpr double kRate = 6e-3, kWarm = 0.3;  // the highest rate, and when it is reached
  static constexpr double kFirst = 25, kFinal = 1e4;  // what the rate is divided by at first, and that at the end
  static constexpr double kDecay = 0.02;              // of weights, at each step
  static constexpr double kLeastMomentum = 0.85, kMostMomentum = 0.95, kSecond = 0.999;
  static constexpr float kEmbeddingSpread = 0.05F;
  static constexpr double kLongest = 1;  // of a gradient

  // Weights, with what learning keeps of each.
  struct Values {
    explicit Values(std::size_t size) : now(size), gradient(size), mean(size), square(size) {}

    template <class Draw>
    void fill(Draw draw) {
      for (float& each : now) each = draw();
    }

    std::vector<float> now, gradient, mean, square;
  };

  template <std::size_t size>
  using Vector = std::array<float, size>;

  // --- Random numbers (SplitMix64)

  std::uint64_t random() {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
    return mixed ^ mixed >> 31;
  }
  float uniform() { return static_cast<float>(random() >> 40) * 0x1p-24F; }
  std::size_t below(std::size_t bound) { return random() % bound; }
  float spread(std::size_t inputs) { return (2 * uniform() - 1) / std::sqrt(static_cast<float>(inputs)); }
  float normal() {
    const double radius = std::sqrt(-2 * std::log(1.0 - uniform()));
    return static_cast<float>(radius * std::cos(2 * std::numbers::pi * uniform()));
  }

  // Zeroes some units, and makes the others stand for them; tells what each was multiplied by.
  template <std::size_t size>
  Vector<size> drop(Vector<size>& units) {
    Vector<size> kept;
    for (std::size_t i = 0; i < size; ++i) kept[i] = uniform() < kUnitsDropped ? 0.0F : 1 / (1 - kUnitsDropped);
    for (std::size_t i = 0; i < size; ++i) units[i] *= kept[i];
    return kept;
  }

  // --- Vectors

  template <std::size_t size>
  static void add(float* sum, const float* more, float factor) {
    for (std::size_t i = 0; i < size; ++i) sum[i] += factor * more[i];
  }

  // In eight sums, which a compiler may do at once.
  template <std::size_t size>
  static float dot(const float* one, const float* other) {
    Vector<8> sums{};
    for (std::size_t i = 0; i < size; i += 8) {
      for (std::size_t j = 0; j < 8; ++j) sums[j] += one[i + j] * other[i + j];
    }
    return std::accumulate(sums.begin(), sums.end(), 0.0F);
  }

  template <std::size_t size>
  static void rectify(Vector<size>& units) {
    for (float& unit : units) unit = std::max(unit, 0.0F);
  }

  // --- Learning

  // Adds up the gradient of the mean loss of a batch's pieces.
  void learn(const std::vector<std::size_t>& pages) {
    std::size_t pieces = 0;
    for (const std::size_t page : pages) pieces += last_of(page) - first_of(page);
    for (const std::size_t page : pages) {
      for (std::size_t piece = first_of(page); piece < last_of(page); ++piece) {
        learn_piece(piece, 1 / static_cast<float>(pieces));
      }
    }
  }

  std::size_t first_of(std::size_t page) const { return page == 0 ? 0 : last_of(page - 1); }
  std::size_t last_of(std::size_t page) const { return static_cast<std::size_t>(data_.pages[page]); }

  void learn_piece(std::size_t piece, float share) {
    read_names(piece);
    Vector<kWidth> input{};
    for (const std::size_t name : names_) add<kWidth>(input.data(), &embeddings_.now[name * kWidth], 1);
    rectify(input);
    const Vector<kWidth> input_kept = drop(input);
    Vector<kHidden> unit;
    std::copy(hidden_bias_.now.begin(), hidden_bias_.now.end(), unit.begin());
    for (std::size_t i = 0; i < kWidth; ++i) {
      if (input[i] != 0) add<kHidden>(unit.data(), &hidden_.now[i * kHidden], input[i]);
    }
    rectify(unit);
    Vector<kInner> inner;
    std::copy(input.begin(), input.end(), std::copy(unit.begin(), unit.end(), inner.begin()));
    const Vector<kInner> inner_kept = drop(inner);

    const Vector<kMostStates> slope = slopes(inner, static_cast<std::size_t>(data_.roles[piece]), share);

    Vector<kInner> inner_slope{};
    for (std::size_t i = 0; i < kInner; ++i) {
      if (inner_kept[i] != 0 && (i >= kHidden || unit[i] > 0)) {
        inner_slope[i] = inner_kept[i] * dot<kMostStates>(&output_.now[i * kMostStates], slope.data());
      }
      if (inner[i] != 0) add<kMostStates>(&output_.gradient[i * kMostStates], slope.data(), inner[i]);
    }
    add<kMostStates>(output_bias_.gradient.data(), slope.data(), 1);
    add<kHidden>(hidden_bias_.gradient.data(), inner_slope.data(), 1);
    Vector<kWidth> input_slope{};
    for (std::size_t i = 0; i < kWidth; ++i) {
      if (input[i] == 0) continue;  // dropped, or below zero
      const float inside = dot<kHidden>(&hidden_.now[i * kHidden], inner_slope.data());
      input_slope[i] = input_kept[i] * (inside + inner_slope[kHidden + i]);
      add<kHidden>(&hidden_.gradient[i * kHidden], inner_slope.data(), input[i]);
    }
    for (const std::size_t name : names_) add<kWidth>(&embeddings_.gradient[name * kWidth], input_slope.data(), 1);
  }

  // The names of a piece, some left out.
  void read_names(std::size_t piece) {
    names_.clear();
    const auto first = static_cast<std::size_t>(piece == 0 ? 0 : data_.ends[piece - 1]);
    for (std::size_t i = first; i < static_cast<std::size_t>(data_.ends[piece]); ++i) {
      if (uniform() >= kNamesDropped) names_.push_back(static_cast<std::size_t>(data_.names[i]));
    }
  }

  // How the loss of a piece, a share of the batch's, rises with each role's score.
  Vector<kMostStates> slopes(const Vector<kInner>& inner, std::size_t role, float share) const {
    Vector<kMostStates> score;
    std::copy(output_bias_.now.begin(), output_bias_.now.end(), score.begin());
    for (std::size_t i = 0; i < kInner; ++i) {
      if (inner[i] != 0) add<kMostStates>(score.data(), &output_.now[i * kMostStates], inner[i]);
    }
    const auto end = score.begin() + static_cast<std::ptrdiff_t>(data_.role_count);
    const float best = *std::max_element(score.begin(), end);
    float total = 0;
    for (auto each = score.begin(); each != end; ++each) {
      *each = std::exp(*each - best);
      total += *each;
    }
    const float smooth = kSmoothing / static_cast<float>(data_.role_count);
    Vector<kMostStates> found{};
    for (std::size_t i = 0; i < data_.role_count; ++i) {
      found[i] = share * (score[i] / total - (i == role ? 1 - kSmoothing : 0) - smooth);
    }
    return found;
  }

  // One step down the gradient, which is then forgotten; `done` is the share of all steps that are done.
  void step(double done) {
    const std::array<Values*, 5> all = {&embeddings_, &hidden_, &hidden_bias_, &output_, &output_bias_};
    double square = 0;
    for (const Values* values : all) {
      for (const float slope : values->gradient) square += static_cast<double>(slope) * slope;
    }
    const double length = std::sqrt(square);
    const auto shrunk = static_cast<float>(length > kLongest ? kLongest / length : 1);
    const double rate = cycled(done, kRate / kFirst, kRate, kRate / kFirst / kFinal);
    const double momentum = cycled(done, kMostMomentum, kLeastMomentum, kMostMomentum);
    ++steps_;
    left_of_mean_ *= momentum;
    const double mean_scale = rate / (1 - left_of_mean_), square_scale = 1 / (1 - std::pow(kSecond, steps_));
    for (Values* values : all) move(*values, shrunk, momentum, mean_scale, square_scale, rate);
  }

  static void move(Values& values, float shrunk, double momentum, double mean_scale, double square_scale, double rate) {
    const auto keep = static_cast<float>(momentum), keep_square = static_cast<float>(kSecond);
    const auto scale = static_cast<float>(mean_scale), root = static_cast<float>(std::sqrt(square_scale));
    const auto decay = static_cast<float>(1 - rate * kDecay);
    for (std::size_t i = 0; i < values.now.size(); ++i) {
      const float slope = shrunk * values.gradient[i];
      values.mean[i] = keep * values.mean[i] + (1 - keep) * slope;
      values.square[i] = keep_square * values.square[i] + (1 - keep_square) * slope * slope;
      values.now[i] = decay * values.now[i] - scale * values.mean[i] / (std::sqrt(values.square[i]) * root + 1e-8F);
      values.gradient[i] = 0;
    }
  }

  // From one value up to another and down to a third, along cosines.
  static double cycled(double done, double first, double middle, double last) {
    const auto along = [](double from, double to, double part) {
      return to + (from - to) / 2 * (1 + std::cos(std::numbers::pi * part));
    };
    return done < kWarm ? along(first, middle, done / kWarm) : along(middle, last, (done - kWarm) / (1 - kWarm));
  }

  // A layer, kept by input, as rows of its outputs with the bias at the end.
  static std::vector<float> rows(const Values& layer, const Values& bias, std::size_t inputs, std::size_t stride,
                                 std::size_t outputs) {
    std::vector<float> found;
    for (std::size_t output = 0; output < outputs; ++output) {
      for (std::size_t input = 0; input < inputs; ++input) found.push_back(layer.now[input * stride + output]);
      found.push_back(bias.now[output]);
    }
    return found;
  }

  const Data& data_;
  Values embeddings_, hidden_, hidden_bias_, output_, output_bias_;
  std::vector<std::size_t> names_;  // of the piece at hand
  std::uint64_t state_ = 0;
  int steps_ = 0;
  double left_of_mean_ = 1;  // what the mean of gradients still has of the zero that it began with
};

}  // namespace articlekit

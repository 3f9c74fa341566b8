// What only the whole page tells: which container holds the story, what repeats, where a piece stands
// (`features.page`).
#pragma once

#include <array>

#include "line.hpp"
#include "tree.hpp"

namespace articlekit {

constexpr double kPlaceShares[] = {0.0001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.9999};
constexpr int kGaps[] = {1, 2, 3, 5, 9, 20};
constexpr int kFurthest = 20;

// Where a piece stands in the page's prose, in steps that grow coarser.
struct Place {
  int before;
  int after;
  int since;
  int until;
};

// Where an element stands among the containers.
struct Spot {
  Part tag;
  Part main;
  Part article;
  Part steps;  // to the headline's element
};

// How many characters of a piece are a link's.
inline std::size_t linked_of(const Tree& tree, const Piece& piece) {
  std::size_t linked = 0;
  for (const Inline& mark : piece.inlines) linked += tree.is(mark.element, tree.a) ? mark.size() : 0;
  return linked;
}

class Layout {
 public:
  Layout(Tree& tree, const Knowledge& known, int anchor)
      : tree_(tree), known_(known), anchor_(anchor), size_(static_cast<int>(tree.pieces.size())) {
    headline_ = anchor == kNone ? kNone : tree.pieces[static_cast<std::size_t>(anchor)].element;
    const auto count = static_cast<std::size_t>(tree.count());
    apart_.assign(count, kNone);
    inside_.assign(count, kUnknown);
    in_core_.assign(count, kNone);
    mass_.assign(count, 0);
    has_mass_.assign(count, false);
    branches_.assign(count, Branch{kUnknown, {}});
    headed_ = ancestry(headline_);
    for (const Piece& piece : tree.pieces) prose.push_back(prose_of(piece));
    unveiled = unveil();
    for (const std::int64_t amount : prose) total_ += amount;
    total_ = std::max<std::int64_t>(total_, 1);
    weigh();
    find_main();
    measure();
  }

  // The pieces around the story, from one up to another.
  std::pair<int, int> window() {
    int first = kNone, last = size_;
    for (int i = 0; i < size_; ++i) {
      if (prose[at(i)] == 0 || !is_inside(i)) continue;
      if (first == kNone) first = i;
      last = i;
    }
    first = std::max(first, 0);
    if (anchor_ != kNone) first = std::min(first, anchor_);
    return {std::max(0, first - 12), std::min(size_, last + 60)};
  }

  bool is_inside(int i) { return steps_below(tree_.pieces[at(i)].element) >= 0; }

  // The first of the elements beside this one, or itself, of which everything here holds too.
  int alike(int element) {
    if (unlike_[at(element)] || tree_.is(element, tree_.article)) return element;
    const int above = tree_.parent(element);
    AlikeKey key{above, tree_[element].tag, above == main_ ? share(element) : 0, 0, kNone, kNone, 0};
    if (PyDict_GET_SIZE(tree_.attributes(element)) > 0) {
      key = {key[0], key[1], key[2], 1, tree_.class_of(element), tree_.word_set(element), tree_.is_hidden(element)};
    }
    return alike_.try_emplace(key, element).first->second;
  }

  // Tells where an element stands among the containers.
  Spot spot(int element, Teller& teller, Told& told) {
    constexpr int kDepths[] = {0, 1, 2, 3, 5};
    constexpr int kCounts[] = {1, 2, 3, 5, 9, 17};
    const int steps = steps_below(element);
    const int depth = steps < 0 ? steps : step_of(kDepths, steps);
    const Branch& branch = branch_of(element);
    Spot spot{tree_.tag_part(element), teller.joined("main", depth), {}, tree_.steps_between(headline_, element)};
    if (branch.element != kNone) spot.article = teller.joined("branch", share(branch.element));
    teller.tell(told, spot.main);
    teller.tell(told, "article=", branch.article);
    teller.tell(told, "alike", step_of(kCounts, group_counts_[at(group_of(element))]));
    if (!spot.article.empty()) teller.tell(told, spot.article);
    if (core_ != main_) teller.tell(told, "core", is_in_core(element) ? '+' : '-');
    tell_around(element, teller, told);
    teller.tell(told, "&k", spot.main, spot.tag);
    spot.article = teller.joined(spot.article, branch.article);
    teller.tell(told, "&n", spot.main, spot.article);
    return spot;
  }

  std::vector<Place> places(int start, int stop) const {
    constexpr int kEnd = kFurthest;
    const std::vector<int> until = distances();
    std::vector<Place> found;
    std::int64_t passed = 0;
    int gap = kEnd, before = 0, after = step_of(kPlaceShares, 1.0);
    for (int i = 0; i < stop; ++i) {
      const std::int64_t amount = prose[at(i)];
      const auto share = [&] { return static_cast<double>(passed) / static_cast<double>(total_); };
      if (amount > 0) {
        passed += amount;
        after = step_of(kPlaceShares, 1 - share());
      }
      if (i >= start) found.push_back({before, after, step_of(kGaps, gap), until[at(i)]});
      if (amount > 0) before = step_of(kPlaceShares, share());
      gap = amount > 0 ? 0 : std::min(gap + 1, kEnd);
    }
    return found;
  }

  // On which side of the headline a piece stands.
  Part side_of(int i) const {
    if (anchor_ == kNone) return {};
    if (i == anchor_) return "h1=";
    return i > anchor_ ? Part("h1+") : Part("h1-");
  }

  // Characters of a piece's run, and of its element.
  std::size_t line_size(int i) const { return lines_[at(i)]; }
  std::size_t element_size(int i) const { return sizes_[at(tree_.pieces[at(i)].element)]; }

  std::vector<std::int64_t> prose;
  std::vector<int> behind, ahead;  // pieces of prose in a row right before and after each
  bool unveiled = false;

 private:
  static constexpr int kUnknown = -2;
  using AlikeKey = std::array<int, 7>;
  struct Branch {
    int element;
    Part article;
  };

  static std::size_t at(int i) { return static_cast<std::size_t>(i); }

  std::vector<bool> ancestry(int element) const {
    std::vector<bool> found(at(tree_.count()), false);
    for (; element != kNone; element = tree_.parent(element)) found[at(element)] = true;
    return found;
  }

  // How many characters of a piece count as prose, seen or not.
  std::int64_t prose_of(const Piece& piece) const {
    constexpr std::size_t kProse = 60;
    constexpr SignsView kSentenceEnds = U".!?…:\"”’»)。」！？』）।॥۔؟។။።"sv;
    if (piece.size == 0) return 0;
    const int kind = PyUnicode_KIND(piece.text);
    const void* data = PyUnicode_DATA(piece.text);
    const Sign last = PyUnicode_READ(kind, data, static_cast<Py_ssize_t>(piece.size) - 1);
    if (!contains(kSentenceEnds, last)) return 0;
    const std::size_t letters =
        kind == PyUnicode_1BYTE_KIND || piece.size >= kProse ? piece.size : breadth(signs_of(piece.text));
    if (letters < kProse) return 0;
    const std::size_t linked = linked_of(tree_, piece);
    return linked > piece.size / 2 ? 0 : static_cast<std::int64_t>(piece.size - linked);
  }

  // Whether an element, or one around it, calls itself something that no story stands in.
  bool is_apart(int element) {
    int known = apart_[at(element)];
    if (known == kNone) {
      const int above = tree_.parent(element);
      known = above != kNone && !headed_[at(element)] &&
              (known_.apart_tags.contains(tree_.tag_of(element)) || tree_.is_worded_apart(element) || is_apart(above));
      apart_[at(element)] = known;
    }
    return known == 1;
  }

  // What a piece's prose weighs in the search for the story.
  std::int64_t weight(int i) {
    constexpr std::int64_t kDoubt = 5;
    const std::int64_t amount = prose[at(i)];
    return amount > 0 && is_apart(tree_.pieces[at(i)].element) ? amount / kDoubt : amount;
  }

  // Counts what is hidden as no prose, unless it is the story.
  bool unveil() {
    std::vector<int> hidden;
    for (int i = 0; i < size_; ++i) {
      if (prose[at(i)] > 0 && tree_.is_hidden(tree_.pieces[at(i)].element)) hidden.push_back(i);
    }
    if (hidden.empty()) return false;
    std::int64_t all = 0, veiled = 0;
    for (int i = 0; i < size_; ++i) all += weight(i);
    for (const int i : hidden) veiled += weight(i);
    if (veiled > 2 * (all - veiled)) return true;
    for (const int i : hidden) prose[at(i)] = 0;
    return false;
  }

  // Weighs the prose in every element around some.
  void weigh() {
    std::vector<std::int64_t> parents(at(tree_.count()), 0);
    std::vector<bool> is_parent(at(tree_.count()), false);
    for (int i = 0; i < size_; ++i) {
      if (prose[at(i)] == 0) continue;
      int above = tree_.pieces[at(i)].element;
      const std::int64_t amount = weight(i);
      const int parent = tree_.parent(above) == kNone ? above : tree_.parent(above);
      if (!is_parent[at(parent)]) parents_.push_back(parent);
      is_parent[at(parent)] = true;
      parents[at(parent)] += amount;
      for (; above != kNone; above = tree_.parent(above)) {
        mass_[at(above)] += amount;
        if (has_mass_[at(above)]) continue;
        has_mass_[at(above)] = true;
        if (tree_.parent(above) != kNone) below_[tree_.parent(above)].push_back(above);
      }
    }
    parent_mass_ = std::move(parents);
  }

  void find_main() {
    main_ = descend(start(), 0.85);
    core_ = descend(main_, 0.6);
    above_main_ = ancestry(main_);
    unlike_ = ancestry(core_);
    for (std::size_t i = 0; i < unlike_.size(); ++i) unlike_[i] = unlike_[i] || headed_[i] || above_main_[i];
    first_article_ = find_first_article();
    const auto heaviest = [&](bool inside_alone) {
      int best = kNone;
      for (const int parent : parents_) {
        if (inside_alone && steps_below(parent) < 0) continue;
        if (best == kNone || parent_mass_[at(parent)] > parent_mass_[at(best)]) best = parent;
      }
      return best;
    };
    list_ = heaviest(true);
    if (list_ == kNone) list_ = heaviest(false);
  }

  // Where to begin the descent: the `<article>` or `<main>` around the headline, if there is prose in it.
  int start() {
    const int main = tree_.tag("main");
    for (int above = headline_; above != kNone; above = tree_.parent(above)) {
      if ((tree_.is(above, tree_.article) || tree_.is(above, main)) &&
          static_cast<double>(mass_[at(above)]) >= 0.1 * static_cast<double>(total_)) {
        return above;
      }
    }
    return tree_.root;
  }

  // The smallest element that still holds most of what is around it, level by level.
  int descend(int root, double share) {
    int main = root;
    while (main != kNone && !below_[main].empty()) {
      const Numbers& below = below_[main];
      int best =
          *std::max_element(below.begin(), below.end(), [&](int a, int b) { return mass_[at(a)] < mass_[at(b)]; });
      const auto own = std::find_if(below.begin(), below.end(), [&](int element) { return headed_[at(element)]; });
      const auto mass = [&](int element) { return static_cast<double>(mass_[at(element)]); };
      if (own != below.end() && *own != best && are_alike(*own, best) && mass(*own) >= enough(best) * mass(best)) {
        best = *own;
      } else if (mass(best) < share * mass(main)) {
        break;
      }
      main = best;
    }
    return main != kNone && below_[main].empty() && tree_.parent(main) != kNone ? tree_.parent(main) : main;
  }

  bool are_alike(int one, int other) {
    return tree_[one].tag == tree_[other].tag &&
           (tree_.is(one, tree_.article) || tree_.class_of(one) == tree_.class_of(other));
  }

  // The share of another element's mass with which the headline's own is the story's.
  double enough(int other) { return tree_.is(other, tree_.article) || titled()[at(other)] ? 0.1 : 0.3; }

  // All elements around main headings.
  const std::vector<bool>& titled() {
    if (titled_.empty()) {
      titled_.assign(at(tree_.count()), false);
      const int h1 = tree_.tag("h1");
      for (const Piece& piece : tree_.pieces) {
        if (!tree_.is(piece.element, h1)) continue;
        for (int above = piece.element; above != kNone; above = tree_.parent(above)) titled_[at(above)] = true;
      }
    }
    return titled_;
  }

  // How many levels below the main container an element stands; -1 outside of it.
  int steps_below(int element) {
    int known = inside_[at(element)];
    if (known == kUnknown) {
      const int above = tree_.parent(element);
      known = element == main_ ? 0 : above == kNone ? -1 : steps_below(above);
      if (element != main_ && known >= 0) ++known;
      inside_[at(element)] = known;
    }
    return known;
  }

  bool is_in_core(int element) {
    int known = in_core_[at(element)];
    if (known == kNone) {
      known = element == core_ || (tree_.parent(element) != kNone && is_in_core(tree_.parent(element)));
      in_core_[at(element)] = known;
    }
    return known == 1;
  }

  // The main container's child that an element stands in, and how its `<article>` lies to the main container.
  const Branch& branch_of(int element) {
    Branch& known = branches_[at(element)];
    if (known.element != kUnknown) return known;
    const int above = tree_.parent(element);
    if (element == main_) {
      known = {kNone, "none"};
      for (int i = main_; i != kNone; i = tree_.parent(i)) {
        if (tree_.is(i, tree_.article)) known.article = "main";
      }
    } else if (above == kNone) {
      known = {kNone, "none"};
    } else {
      Branch found = branch_of(above);
      if (above == main_) found.element = element;
      if (tree_.is(element, tree_.article)) {
        found.article = article_of(element);
      }
      known = found;
    }
    return known;
  }

  // How an `<article>` lies to the main container.
  Part article_of(int article) {
    if (above_main_[at(article)]) return "main";
    if (steps_below(article) <= 0) return "other";
    return article == first_article_ ? Part("first") : Part("later");
  }

  // The first `<article>` inside the main container: of those around one piece, the outermost.
  int find_first_article() const {
    for (const Piece& piece : tree_.pieces) {
      int found = kNone, element = piece.element;
      for (; element != kNone && element != main_; element = tree_.parent(element)) {
        if (tree_.is(element, tree_.article)) found = element;
      }
      if (element != kNone && found != kNone) return found;
    }
    return kNone;
  }

  // How much of the page's prose an element holds, in steps.
  int share(int element) const {
    return step_of(kPlaceShares, static_cast<double>(mass_[at(element)]) / static_cast<double>(total_));
  }

  // Names how much of the prose the two elements above hold, and whether one of them is the story's own.
  void tell_around(int element, Teller& teller, Told& told) const {
    const int above = tree_.parent(element);
    if (above == kNone) return;
    teller.tell(told, "near", share(above));
    if (above == list_) {
      teller.tell(told, "list");
      return;
    }
    const int next = tree_.parent(above);
    if (next == kNone) return;
    teller.tell(told, "wide", share(next));
    if (next == list_) teller.tell(told, "list2");
  }

  // The number of an element's group, which has in common tag and class of the element and of the two above it.
  int group_of(int element) {
    int& number = group_numbers_[at(element)];
    if (number != kNone) return number;
    std::array<int, 6> group;
    group.fill(kNone);
    for (std::size_t level = 0; level < 3 && element != kNone; ++level, element = tree_.parent(element)) {
      group[2 * level] = tree_[element].tag;
      group[2 * level + 1] = tree_.class_or_none(element);
    }
    const auto [known, is_new] = groups_.try_emplace(group, static_cast<int>(group_counts_.size()));
    if (is_new) group_counts_.push_back(0);
    return number = known->second;
  }

  void measure() {
    sizes_.assign(at(tree_.count()), 0);
    group_numbers_.assign(at(tree_.count()), kNone);
    for (const Piece& piece : tree_.pieces) {
      sizes_[at(piece.element)] += piece.size;
      ++group_counts_[at(group_of(piece.element))];
    }
    measure_lines();
    behind = runs(prose.begin(), prose.end());
    ahead = runs(prose.rbegin(), prose.rend());
    std::reverse(ahead.begin(), ahead.end());
  }

  // The pieces of a run follow each other.
  void measure_lines() {
    const std::vector<Piece>& pieces = tree_.pieces;
    for (std::size_t start = 0; start < pieces.size(); start = lines_.size()) {
      std::size_t stop = start, size = 0;
      for (; stop < pieces.size() && pieces[stop].run == pieces[start].run; ++stop) size += pieces[stop].size;
      lines_.resize(stop, size);
    }
  }

  template <class Iterator>
  static std::vector<int> runs(Iterator begin, Iterator end) {
    std::vector<int> found;
    int run = 0;
    for (; begin != end; ++begin) {
      found.push_back(std::min(run, 4));
      run = *begin > 0 ? run + 1 : 0;
    }
    return found;
  }

  // How many pieces stand between each and the next prose, in steps.
  std::vector<int> distances() const {
    std::vector<int> found;
    int distance = kFurthest;
    for (auto amount = prose.rbegin(); amount != prose.rend(); ++amount) {
      found.push_back(step_of(kGaps, distance));
      distance = *amount > 0 ? 0 : std::min(distance + 1, kFurthest);
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

  Tree& tree_;
  const Knowledge& known_;
  const int anchor_;
  const int size_;
  int headline_ = kNone, main_ = kNone, core_ = kNone, list_ = kNone, first_article_ = kNone;
  std::int64_t total_ = 0;
  std::vector<int> apart_, inside_, in_core_, parents_;
  std::vector<std::int64_t> mass_, parent_mass_;
  std::vector<bool> has_mass_, headed_, above_main_, unlike_, titled_;
  std::vector<Branch> branches_;
  PageMap<int, Numbers> below_;
  PageMap<AlikeKey, int, SequenceHash> alike_;
  PageMap<std::array<int, 6>, int, SequenceHash> groups_;
  std::vector<int> group_numbers_, group_counts_;
  std::vector<std::size_t> lines_, sizes_;
};

}  // namespace articlekit

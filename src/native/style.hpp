// How a piece is dressed, held against how the story's paragraphs on this page are (`features.style`).
#pragma once

#include <map>
#include <set>

#include "layout.hpp"
#include "markup.hpp"

namespace articlekit {

class Style {
 public:
  Style(Tree& tree, Layout& layout, Teller& teller, std::pair<int, int> window)
      : tree_(tree), teller_(teller), start_(window.first), stop_(window.second) {
    static const Name alt("alt");
    const int svg = tree.tag("svg");
    for (const Picture& picture : tree.pictures) {
      if (!tree.is(picture.element, svg)) after_.insert(picture.before);
      if (picture.before < start_ || picture.before >= stop_) continue;
      const Ref text = tree.value(picture.element, alt);
      if (!text) continue;
      Signs key = fold(signs_of(text.get()));
      if (key.size() < kShortestAlt) continue;
      for (int i = picture.before - 1; i <= picture.before + 2; ++i) alts_[i].push_back(key);
    }
    wear(layout);
  }

  static constexpr Part kNearAlt = "near-alt";

  // Names how a piece is dressed, by the page's own measure; tells whether it is a picture's alternative text.
  bool tell(int i, const Line& line, Told& told) {
    const Worn& worn = worn_[static_cast<std::size_t>(dresses_[static_cast<std::size_t>(i - start_)])];
    const char behind = after_.contains(i) ? '1' : '0', before = after_.contains(i + 1) ? '1' : '0';
    teller_.tell(told, "dress", worn.kind);
    teller_.tell(told, "dress", worn.kind, worn.tag);
    teller_.tell(told, "dresspic", worn.behind);
    teller_.tell(told, "dresspic+", worn.before);
    teller_.tell(told, "dresspic", worn.kind, worn.behind);
    teller_.tell(told, "dress&", worn.kind, line.size, behind, before);
    teller_.tell(told, "dress&", worn.kind, line.size, line.end);
    teller_.tell(told, "dresspic&", worn.behind, line.size);
    const auto alts = alts_.find(i);
    const bool is_alt = alts != alts_.end() && is_one_of(line.key, alts->second);
    if (is_alt) teller_.tell(told, kNearAlt);
    return is_alt;
  }

 private:
  static constexpr std::size_t kShortestAlt = 8;
  static constexpr std::size_t kStart = 40;

  // What is said of a dress: its prose against the story's, its tag, how often a picture stands before and after.
  struct Worn {
    int tag_number = kNone;
    bool has_inline = false;
    std::int64_t prose = 0;
    int count = 0, pictures_behind = 0, pictures_before = 0;
    char kind = '!';
    Part tag, behind, before;
  };

  // Whether a text and one of the alternative texts begin alike.
  static bool is_one_of(const Signs& key, const PageVector<Signs>& alts) {
    return key.size() >= kShortestAlt && std::any_of(alts.begin(), alts.end(), [&](const Signs& alt) {
             const std::size_t size = std::min({key.size(), alt.size(), kStart});
             return SignsView(key).substr(0, size) == SignsView(alt).substr(0, size);
           });
  }

  void wear(Layout& layout) {
    std::map<std::vector<int>, int> numbers;
    std::vector<int> order;  // dresses by their first prose
    for (int i = start_; i < stop_; ++i) {
      const Piece& piece = tree_.pieces[static_cast<std::size_t>(i)];
      const std::vector<int>& dress = dress_of(piece);
      const auto [known, is_new] = numbers.try_emplace(dress, static_cast<int>(worn_.size()));
      if (is_new)
        worn_.push_back(
            {.tag_number = dress[0], .has_inline = dress.size() > 2, .tag = {}, .behind = {}, .before = {}});
      dresses_.push_back(known->second);
      Worn& worn = worn_[static_cast<std::size_t>(known->second)];
      const std::int64_t prose = layout.prose[static_cast<std::size_t>(i)];
      if (prose > 0 && layout.is_inside(i)) {
        if (worn.prose == 0) order.push_back(known->second);
        worn.prose += prose;
      }
      ++worn.count;
      worn.pictures_behind += after_.contains(i);
      worn.pictures_before += after_.contains(i + 1);
    }
    const auto less = [&](int a, int b) { return prose_of(a) < prose_of(b); };
    const auto main = std::max_element(order.begin(), order.end(), less);
    for (std::size_t number = 0; number < worn_.size(); ++number) {
      compare(worn_[number], main == order.end() ? nullptr : &worn_[static_cast<std::size_t>(*main)]);
    }
  }

  std::int64_t prose_of(int dress) const { return worn_[static_cast<std::size_t>(dress)].prose; }

  void compare(Worn& worn, const Worn* main) {
    constexpr double kShares[] = {0.01, 0.35, 0.7, 0.99};
    constexpr int kMany[] = {2, 4};
    const double most = main == nullptr ? 1.0 : static_cast<double>(main->prose);
    const bool second = static_cast<double>(worn.prose) >= 0.2 * most;
    worn.kind = &worn == main ? '=' : second ? '~' : worn.prose > 0 ? '-' : '!';
    if (main != nullptr) worn.tag = worn.tag_number == main->tag_number ? 't' : 'd';
    if (worn.has_inline) worn.tag = teller_.joined(worn.tag, 'i');
    const int many = step_of(kMany, worn.count);
    const auto share = [&](int pictures) {
      return teller_.joined(step_of(kShares, static_cast<double>(pictures) / static_cast<double>(worn.count)), many);
    };
    worn.behind = share(worn.pictures_behind);
    worn.before = share(worn.pictures_before);
  }

  // Tag and class of a piece's element, and of what is inline all over it.
  const std::vector<int>& dress_of(const Piece& piece) {
    std::vector<int>& dress = dress_;
    dress = {tree_[piece.element].tag, tree_.class_or_none(piece.element)};
    for (const Inline& mark : piece.inlines) {
      if (!covers(mark, 0.9, piece)) continue;
      dress.push_back(tree_[mark.element].tag);
      dress.push_back(tree_.class_or_none(mark.element));
    }
    return dress;
  }

  Tree& tree_;
  Teller& teller_;
  const int start_, stop_;
  std::set<int> after_;
  std::map<int, PageVector<Signs>> alts_;
  std::vector<int> dresses_;
  std::vector<Worn> worn_;
  std::vector<int> dress_;
};

}  // namespace articlekit

// All that is true of the pieces around the story, weighed (`features`, with `.neighbours`, `.crossing`, `.context`).
#pragma once

#include <array>
#include <deque>
#include <memory>

#include "style.hpp"
#include "witness.hpp"

namespace articlekit {

// A page as Python hands it over.
struct Page {
  PyObject* pieces;
  PyObject* pictures;
  PyObject* root;
  PyObject* host;
  PyObject* claims;
  PyObject* site;      // what stands before addresses that begin with a slash
  PyObject* absolute;  // makes addresses whole
};

class Description {
 public:
  Description(const Knowledge& known, const Families& families, const Weights& weights, const Page& page, bool spelled)
      : known_(known), teller_(weights, spelled), tree_(known) {
    tree_.read(page.pieces, page.pictures, page.root);
    const Witness witness(tree_, page.claims);
    layout_ = std::make_unique<Layout>(tree_, known, witness.anchor(tree_));
    window_ = layout_->window();
    const auto [start, stop] = window_;
    told.resize(static_cast<std::size_t>(stop - start));
    for (Told& own : told) {
      own.rows.reserve(kMostNames);
      own.common.reserve(kMostInCommon);
    }
    topic_ = std::make_unique<Topic>(tree_, *layout_, start, stop);
    markup_ = std::make_unique<Markup>(tree_, known, families, teller_, page.host);
    places_ = layout_->places(start, stop);
    read_lines(witness, families);
    for (int i = start; i < stop; ++i) linked_.push_back(linked_of(tree_, piece(i)));
    for (int i = start; i < stop; ++i) {
      tell_common(i);
      tell_element(i);
    }
    tell_shapes();
    tell_bonds();
    tell_pictures();
    tell_context();
    topic_->tell_twins(teller_, told);
    tell_openings("cue", &Line::themes);
  }

  int start() const { return window_.first; }
  int stop() const { return window_.second; }

  Tree& tree() { return tree_; }

  // The lengths of the window's pieces.
  std::vector<std::size_t> sizes() const {
    std::vector<std::size_t> found;
    for (int i = start(); i < stop(); ++i) found.push_back(piece(i).size);
    return found;
  }

  std::vector<Told> told;  // of each piece of the window

 private:
  static constexpr std::array<int, 4> kNear = {-2, -1, 1, 2};
  static constexpr std::array<Part, 4> kNearSigns = {"-2", "-1", "+1", "+2"};

  const Piece& piece(int i) const { return tree_.pieces[static_cast<std::size_t>(i)]; }
  std::size_t at(int i) const { return static_cast<std::size_t>(i - window_.first); }
  Line& line(int i) { return *lines_[at(i)]; }
  bool is_near(int i) const { return i >= window_.first && i < window_.second; }

  // Reads each line once, whatever the number of pieces that read so.
  void read_lines(const Witness& witness, const Families& families) {
    struct Text {
      std::size_t count = 0, first = 0;  // pieces that read so, and the first of them
      Line* line = nullptr;
    };
    PageMap<PyObject*, Text, TextHash, TextHash> texts(2 * tree_.pieces.size());
    std::vector<Text*> near;
    for (std::size_t i = 0; i < tree_.pieces.size(); ++i) {
      Text& text = texts[tree_.pieces[i].text];
      if (text.count++ == 0) text.first = i;
      if (is_near(static_cast<int>(i))) near.push_back(&text);
    }
    for (int i = start(); i < stop(); ++i) {
      Text& text = *near[at(i)];
      if (text.line == nullptr) {
        text.line = &known_lines_.emplace_back();
        text.line->object = Ref::borrowed(piece(i).text);
        text.line->signs = signs_of(piece(i).text);
        text.line->count = text.count;
        text.line->first = text.first;
      }
      lines_.push_back(text.line);
    }
    LineReader reader(known_, families, teller_, witness.authors());
    for (Line& line : known_lines_) {
      reader.read(line);
      witness.read(line);
      for (const Part& name : line.said) teller_.tell(line.told, name);
      add_facts(line);
    }
  }

  // Those of a line's names that its neighbours are told of.
  static void add_facts(Line& line) {
    constexpr std::array<Part, 10> kFacts = {"author",      "author=",     "topic",     "section",         "site=",
                                             "claimed-day", "description", "headline4", "claimed-caption", "alt"};
    for (const Part& name : line.said) {
      if (is_among(kFacts, name)) line.facts.push_back(name);
    }
  }

  // Names what HTML and plain text both tell of a piece.
  void tell_common(int i) {
    Told& own = told[at(i)];
    Line& line = this->line(i);
    teller_.tell_all(own, line.told);
    const auto [before, after, since, until] = places_[at(i)];
    const int close_before = std::min(since, 3), close_after = std::min(until, 3);
    teller_.tell(own, "before", before);
    teller_.tell(own, "after", after);
    teller_.tell(own, "&c", before, "/", after);
    teller_.tell(own, "&d<", before, line.size);
    teller_.tell(own, "&e>", after, line.size);
    teller_.tell(own, "since", since);
    teller_.tell(own, "until", until);
    teller_.tell(own, "&a", close_before, close_after, line.size);
    teller_.tell(own, "&b", close_before, close_after, line.size, line.end);
    const int ahead = layout_->ahead[static_cast<std::size_t>(i)],
              behind = layout_->behind[static_cast<std::size_t>(i)];
    teller_.tell(own, "ahead", ahead);
    teller_.tell(own, "behind", behind);
    teller_.tell(own, "&u", ahead, line.size, close_before);
    topics_.push_back(topic_->feature(i));
    teller_.tell(own, "&v", ahead, topics_.back(), line.size);
    if (line.count > 1)
      teller_.tell(own, "again", line.first < kTop && line.first < static_cast<std::size_t>(i) ? kFromTop : Part());
    const std::size_t run = layout_->line_size(i), whole = layout_->element_size(i);
    if (run > piece(i).size) teller_.tell(own, "part", length_of_line(run));
    if (whole > run) teller_.tell(own, "whole", length_of_line(whole));
  }

  // What holds for every piece of an element.
  struct Stand {
    Spot spot;
    Told told;
  };

  Stand& stand(int element) {
    const auto [known, is_new] = stands_.try_emplace(element);
    Stand& own = known->second;
    if (is_new) {
      own.told.rows.reserve(kManyNames);
      own.spot = layout_->spot(element, teller_, own.told);
      markup_->tell_element(element, !layout_->unveiled, own.told);
    }
    return own;
  }

  // Names what elements and links tell of a piece, and what the page says of it.
  void tell_element(int i) {
    Told& own = told[at(i)];
    const Line& line = this->line(i);
    const int element = layout_->alike(piece(i).element);
    auto& [spot, names] = stand(element);
    const Part side = layout_->side_of(i);
    const std::size_t linked = linked_[at(i)];
    const Part share = 2 * linked > piece(i).size ? Part('@') : linked > 0 ? Part('~') : Part();
    teller_.tell_all(own, names);
    teller_.tell_all(own, markup_->words_around(piece(i), element));
    markup_->tell_inlines(piece(i), linked, own);
    if (!side.empty()) {
      teller_.tell(own, side);
      teller_.tell(own, side, spot.steps);
    }
    const Part& topic = topics_[at(i)];
    teller_.tell(own, topic);
    teller_.tell(own, "&r", topic, spot.main, line.size);
    teller_.tell(own, "&i", spot.tag, line.size, share);
    teller_.tell(own, "&j", spot.main, line.size, share);
    teller_.tell(own, "&p", side, line.size, spot.tag);
    teller_.tell(own, "&x", spot.main, spot.article, line.size);
    for (const Part& said : line.said) {
      if (said == Witness::kInBody || said == Witness::kNotInBody) {
        teller_.tell(own, "&r", said, spot.main, line.size);
      } else {
        teller_.tell(own, said, spot.tag);
      }
    }
  }

  struct Side {
    int step;
    Part sign;
  };

  // Names the shapes around each piece, and the pairs that it is in; beyond the first and the last is the edge.
  void tell_shapes() {
    constexpr Side kSides[] = {{-3, "---"}, {-2, "--"}, {-1, "-"}, {1, "+"}, {2, "++"}, {3, "+++"}};
    Parts shapes;
    for (int i = start(); i < stop(); ++i) {
      const Part share = 2 * linked_[at(i)] > piece(i).size ? Part('@') : Part();
      shapes.push_back(teller_.joined(tree_.tag_part(piece(i).element), line(i).size, share));
    }
    const auto shape = [&](int i) { return is_near(i) ? shapes[at(i)] : Part("edge"); };
    for (int i = start(); i < stop(); ++i) {
      for (const auto& [step, sign] : kSides) teller_.tell(told[at(i)], sign, shape(i + step));
      teller_.tell(told[at(i)], "-", shape(i - 1), "&", shape(i));
      teller_.tell(told[at(i)], shape(i), "&+", shape(i + 1));
    }
  }

  // Names how closely each piece is bound to those before and after it by the elements around.
  void tell_bonds() {
    const int last = static_cast<int>(tree_.pieces.size()) - 1;
    const auto bond = [&](int i) -> Part {
      if (i < 0 || i >= last) return "edge";
      const Piece& one = piece(i);
      const Piece& other = piece(i + 1);
      return one.run == other.run ? Part("run") : tree_.steps_between(one.element, other.element);
    };
    for (int i = start(); i < stop(); ++i) {
      teller_.tell(told[at(i)], "bond-", bond(i - 1));
      teller_.tell(told[at(i)], "bond+", bond(i));
    }
  }

  // Names the pictures right before and after pieces, and how closely they are bound.
  void tell_pictures() {
    const int svg = tree_.tag("svg");
    std::vector<Parts> sides(told.size()), bonds(told.size());
    const auto note = [&](int i, const Picture& picture, const Part& sign, int distance) {
      if (!is_near(i)) return;
      const Part side = teller_.joined(sign, distance);
      const Part bond = teller_.joined(side, '/', tree_.steps_between(picture.element, piece(i).element));
      for (const auto& [names, name] : {std::pair(&sides[at(i)], side), std::pair(&bonds[at(i)], bond)}) {
        if (!is_among(*names, name)) names->push_back(name);
      }
    };
    for (const Picture& picture : tree_.pictures) {
      if (tree_.is(picture.element, svg)) continue;
      for (int distance = 0; distance < 3; ++distance) {
        note(picture.before + distance, picture, "pic-", distance);
        note(picture.before - 1 - distance, picture, "pic+", distance);
      }
    }
    for (int i = start(); i < stop(); ++i) {
      Told& own = told[at(i)];
      for (const Part& side : sides[at(i)]) {
        teller_.tell(own, side);
        teller_.tell(own, "&s", side, line(i).size);
        teller_.tell(own, "&t", side, tree_.tag_part(piece(i).element));
      }
      for (const Part& bond : bonds[at(i)]) teller_.tell(own, bond);
    }
  }

  // Names what dress, labels, links and offers tell of each piece, and what they tell of those around it.
  void tell_context() {
    Style style(tree_, *layout_, teller_, window_);
    std::vector<Parts> facts;
    facts.reserve(told.size());
    for (int i = start(); i < stop(); ++i) {
      Told& own = told[at(i)];
      const bool is_alt = style.tell(i, line(i), own);
      const Parts kinds = markup_->destinations(piece(i));
      for (const Part& kind : kinds) teller_.tell(own, kind);
      teller_.tell_all(own, line(i).label_names);
      tell_bio(line(i).bio, places_[at(i)].after, own);
      Parts& known = facts.emplace_back(line(i).facts);
      known.insert(known.end(), kinds.begin(), kinds.end());
      if (is_alt) known.push_back(Style::kNearAlt);
    }
    tell_openings('L', &Line::openings);
    tell_offers();
    tell_facts(facts);
  }

  void tell_bio(const Part& bio, int after, Told& own) {
    if (bio.empty()) return;
    teller_.tell(own, bio);
    if (bio != LineReader::kJob) teller_.tell(own, bio, after);
  }

  // Names for each line what the two before and after it open with.
  void tell_openings(const Part& sign, const Parts Line::* openings) {
    for (int i = start(); i < stop(); ++i) {
      for (const Part& opening : line(i).*openings) {
        for (std::size_t k = 0; k < kNear.size(); ++k) {
          const int beside = i - kNear[k];
          if (is_near(beside)) teller_.tell(told[at(beside)], sign, kNearSigns[k], opening);
        }
      }
    }
  }

  // Names what each line offers, and what those around it do.
  void tell_offers() {
    for (int i = start(); i < stop(); ++i) {
      Told& own = told[at(i)];
      const Offer& offer = line(i).offer;
      const std::size_t length = line(i).signs.size();
      const char size = length < 60 ? 's' : length <= 200 ? 'm' : 'l';
      for (const Part& kind : offer.kinds) teller_.tell(own, 'O', kind, size);
      if (!offer.kinds.empty()) teller_.tell(own, 'O', size, std::min(3, offer.count));
      int near = 0;
      for (int beside = i - 3; beside <= i + 3; ++beside) {
        near += beside != i && is_near(beside) && !line(beside).offer.kinds.empty();
      }
      teller_.tell(own, "Onear", std::min(near, 4), offer.kinds.empty() ? Part() : Part('+'));
      for (const auto& [step, sign] : {std::pair(-1, Part("O-1")), std::pair(1, Part("O+1"))}) {
        if (!is_near(i + step)) continue;
        for (const Part& kind : line(i + step).offer.kinds) teller_.tell(own, sign, kind);
      }
    }
  }

  // Names for each piece the facts of its neighbours, and its own facts and labels by their place.
  void tell_facts(const std::vector<Parts>& facts) {
    const auto close = [](int steps) { return steps == 0 ? 0 : steps < 3 ? 1 : 2; };
    for (int i = start(); i < stop(); ++i) {
      Told& own = told[at(i)];
      for (std::size_t k = 0; k < kNear.size(); ++k) {
        if (!is_near(i + kNear[k])) continue;
        for (const Part& fact : facts[at(i + kNear[k])]) teller_.tell(own, 'F', kNearSigns[k], fact);
      }
      const Part side = layout_->side_of(i);
      const Place& place = places_[at(i)];
      for (const Parts* names : std::initializer_list<const Parts*>{&facts[at(i)], &line(i).labels}) {
        for (const Part& name : *names) {
          teller_.tell(own, "FP", name, side, close(place.since), close(place.until));
        }
      }
    }
  }

  static constexpr std::size_t kTop = 8;
  static constexpr std::size_t kMostNames = 96, kMostInCommon = 6;  // that a piece has, nearly always
  static constexpr Part kFromTop = "-from-top";

  const Knowledge& known_;
  Teller teller_;
  Tree tree_;
  std::unique_ptr<Layout> layout_;
  std::unique_ptr<Topic> topic_;
  std::unique_ptr<Markup> markup_;
  std::pair<int, int> window_;
  std::vector<Place> places_;
  std::vector<std::size_t> linked_;
  std::deque<Line, ArenaAllocator<Line>> known_lines_;
  std::vector<Line*> lines_;
  Parts topics_;
  PageMap<int, Stand> stands_;
};

}  // namespace articlekit

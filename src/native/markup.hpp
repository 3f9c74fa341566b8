// Where a piece stands in the markup: elements around it, its links and where they lead (`features.markup`,
// `.destinations`).
#pragma once

#include <array>
#include <map>

#include "tree.hpp"

namespace articlekit {

constexpr int kCounts[] = {1, 2, 4, 8};
constexpr double kLinkShares[] = {0.01, 0.25, 0.5, 0.8, 0.99};

// Whether a stretch covers so much of a piece.
inline bool covers(const Inline& mark, double share, const Piece& piece) {
  return static_cast<double>(mark.size()) >= share * static_cast<double>(piece.size);
}

// An address cut at a sign, parts between two signs empty.
inline std::vector<std::string_view> split(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  parts.reserve(8);
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find(sign, start);
    parts.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

inline std::string_view trimmed(std::string_view text, std::string_view around) {
  const std::size_t start = text.find_first_not_of(around);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(around) - start + 1);
}

class Markup {
 public:
  Markup(Tree& tree, const Knowledge& known, const Families& families, Teller& teller, PyObject* host)
      : tree_(tree),
        known_(known),
        families_(families),
        teller_(teller),
        host_object_(Ref::borrowed(host)),
        host_(view(host)) {
    around_.resize(static_cast<std::size_t>(tree.count()));
    told_words_.resize(known.name_of.size());
  }

  // Names what holds for every piece of an element; `veiled` if what is hidden is hidden from readers.
  void tell_element(int element, bool veiled, Told& told) {
    teller_.tell(told, "tag=", tree_.tag_part(element));
    for (const Around* at = &around(element); at != nullptr; at = at->above) {
      if (!at->name.empty()) teller_.tell(told, "in=", at->name);
    }
    if (veiled && tree_.is_hidden(element)) teller_.tell(told, "hidden");
  }

  // The class words of the elements around a piece, each named where it is nearest.
  Told& words_around(const Piece& piece, int element) {
    Numbers covering;
    for (const Inline& mark : piece.inlines) {
      if (covers(mark, 0.9, piece)) covering = united(covering, tree_.words(mark.element));
    }
    const auto [known, is_new] = worded_.try_emplace({element, covering});
    if (is_new) tell_words(element, covering, known->second);
    return known->second;
  }

  // Names a piece's links and what else is inline; `linked` characters of it are a link's.
  void tell_inlines(const Piece& piece, std::size_t linked, Told& told) {
    int links = 0;
    for (const Inline& mark : piece.inlines) {
      if (tree_.is(mark.element, tree_.a)) {
        ++links;
        if (covers(mark, 0.8, piece)) tell_link(mark.element, told);
      } else if (covers(mark, 0.9, piece)) {
        teller_.tell(told, "all=", tree_.tag_part(mark.element));
      } else if (mark.start == 0) {
        teller_.tell(told, "first=", tree_.tag_part(mark.element));
      }
    }
    if (links == 0) {
      tell_box(piece.element, told);
      return;
    }
    teller_.tell(told, "linked", step_of(kLinkShares, static_cast<double>(linked) / static_cast<double>(piece.size)));
    teller_.tell(told, "links", step_of(kCounts, links));
  }

  // What a piece's links lead to, or the link around it.
  Parts destinations(const Piece& piece) {
    Parts found;
    bool linked = false;
    for (const Inline& mark : piece.inlines) {
      if (!tree_.is(mark.element, tree_.a)) continue;
      linked = true;
      add_kinds(mark.element, covers(mark, 0.8, piece) ? Part("K=") : Part("K~"), found);
    }
    if (linked) return found;
    int element = piece.element;
    for (int i = 0; i < 6 && element != kNone; ++i, element = tree_.parent(element)) {
      if (tree_.is(element, tree_.a)) {
        add_kinds(element, "K=", found);
        break;
      }
    }
    return found;
  }

 private:
  static constexpr std::size_t kManyWords = 32;

  // The telling tags around an element, each once.
  struct Around {
    const Around* above = nullptr;
    Part name;  // its own, if it is one and none above is the same
    bool known = false;
    bool linked = false;  // whether a link is among them
  };
  const Around& around(int element) {
    Around& own = around_[static_cast<std::size_t>(element)];
    if (own.known) return own;
    own.known = true;
    const int above = tree_.parent(element);
    own.above = above == kNone ? nullptr : &around(above);
    own.linked = (own.above != nullptr && own.above->linked) || tree_.is(element, tree_.a);
    if (!known_.telling_tags.contains(tree_.tag_of(element))) return own;
    const Part name = tree_.tag_part(element);
    for (const Around* at = own.above; at != nullptr; at = at->above) {
      if (at->name == name) return own;
    }
    own.name = name;
    return own;
  }

  // Names words of the element itself, of the one above, of the two above that, and of the four above those.
  void tell_words(int element, const Numbers& covering, Told& told) {
    constexpr std::array<int, 4> kElements = {1, 1, 2, 4};
    told.rows.reserve(kManyWords);
    ++told_last_;
    tell_new(covering, families_.around[0], told);
    for (std::size_t rank = 0; rank < kElements.size(); ++rank) {
      for (int i = 0; i < kElements[rank] && element != kNone; ++i, element = tree_.parent(element)) {
        tell_new(tree_.words(element), families_.around[rank], told);
      }
    }
  }

  // Names those of an element's words that have not been named around it.
  void tell_new(const Numbers& words, const Family& family, Told& told) {
    for (const int word : words) {
      int& last = told_words_[static_cast<std::size_t>(word)];
      if (last == told_last_) continue;
      last = told_last_;
      teller_.tell_word(told, family, word);
    }
  }

  // Names the link around an element without links of its own, if one is near.
  void tell_box(int element, Told& told) {
    if (around(element).linked) {
      for (int i = 0; i <= 6 && element != kNone; ++i, element = tree_.parent(element)) {
        if (!tree_.is(element, tree_.a)) continue;
        for (const Part name : {Part("linkbox"), Part("linked5"), Part("links1")}) teller_.tell(told, name);
        tell_link(element, told);
        return;
      }
    }
    for (const Part name : {Part("linked0"), Part("links0")}) teller_.tell(told, name);
  }

  // An element's address, white space around it cut off; null if it has none.
  Ref address(int link) {
    static const Name name("href"), strip("strip");
    Ref href = tree_.value(link, name);
    if (!href) return href;
    const std::string_view text = view(href.get());
    const auto is_visible = [](char byte) { return byte > ' ' && byte < 0x7f; };
    if (text.empty() || (is_visible(text.front()) && is_visible(text.back()))) return href;
    return Ref(PyObject_CallMethodNoArgs(href.get(), strip.get()));
  }

  static std::string_view view_of(const Ref& address) { return address ? view(address.get()) : std::string_view(); }

  void tell_link(int link, Told& told) {
    const Ref text = address(link);
    const std::string_view href = view_of(text);
    auto known = links_.find(href);
    if (known == links_.end()) {
      known = links_.try_emplace(std::string(href)).first;
      tell_address(href, known->second);
    }
    teller_.tell_all(told, known->second);
  }

  void tell_address(std::string_view href, Told& told) {
    if (href.empty() || href.starts_with('#') || href.starts_with("javascript:")) {
      teller_.tell(told, "href=here");
    } else if (href.starts_with("mailto:")) {
      teller_.tell(told, "href=mail");
    } else if (!tell_plain_address(href, told)) {
      const Ref text(PyUnicode_FromStringAndSize(href.data(), static_cast<Py_ssize_t>(href.size())));
      const Ref kinds(PyObject_CallFunctionObjArgs(known_.link_kinds.get(), known_.names_object.get(),
                                                   host_object_.get(), text.get(), nullptr));
      each(kinds.get(), [&](PyObject* kind) { teller_.tell(told, Part(view(kind))); });
    }
  }

  // Names what an address says, if it is so plain that it needs no parser: nine of ten.
  bool tell_plain_address(std::string_view href, Told& told) {
    std::string_view host, rest = href;
    if (const std::size_t scheme = href.starts_with("https://") ? 8 : href.starts_with("http://") ? 7 : 0; scheme > 0) {
      rest.remove_prefix(scheme);
      host = rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"));
      rest.remove_prefix(host.size());
      if (host.empty() || (!rest.empty() && std::string_view("/?#").find(rest.front()) == std::string_view::npos))
        return false;
    } else if (!href.starts_with('/') || href.starts_with("//")) {
      return false;
    }
    std::string_view path = rest.substr(0, rest.find_first_of("?#"));
    if (rest.find('\n') != std::string_view::npos) return false;
    for (const char byte : path) {
      if (byte <= 0x20 || byte >= 0x7f) return false;  // bytes beyond ASCII are negative, or above
    }
    if (host.starts_with("www.")) host.remove_prefix(4);
    path = trimmed(path, "/");
    if (!host.empty() && !host_.empty() && !host.ends_with(host_) && !host_.ends_with(host)) {
      const auto parts = split(host, '.');
      const bool social =
          std::any_of(parts.begin(), parts.end(), [&](auto part) { return known_.social.contains(part); });
      teller_.tell(told, social ? Part("href=social") : Part("href=away"));
    }
    const auto slashes = static_cast<int>(std::count(path.begin(), path.end(), '/'));
    teller_.tell(told, "href=deep", path.empty() ? 0 : step_of(kCounts, slashes + 1));
    const std::string_view last = path.substr(path.rfind('/') + 1);
    const auto count = [&](auto belongs) { return std::count_if(last.begin(), last.end(), belongs); };
    if (count([](char c) { return c == '-'; }) >= 4 || count([](char c) { return c == '_'; }) >= 4 ||
        count([](char c) { return c >= '0' && c <= '9'; }) >= 5) {
      teller_.tell(told, "href=article");
    }
    tell_path_words(path, told);
    return true;
  }

  void tell_path_words(std::string_view path, Told& told) {
    Numbers words;
    for (const std::string_view part : split(path, '/')) {
      const NameWord* known = known_.names.find(word_in_lower_case(part));
      if (known != nullptr && known->number != kNone && !is_among(words, known->number)) words.push_back(known->number);
    }
    for (const int word : words) teller_.tell_word(told, families_.address, word);
  }

  static std::string lower_ascii(std::string_view text) {
    std::string found(text);
    for (char& byte : found) byte = low(byte);
    return found;
  }

  void add_kinds(int link, const Part& sign, Parts& found) {
    const auto add = [&](const Part& kind) {
      const Part name = teller_.joined(sign, kind);
      if (!is_among(found, name)) found.push_back(name);
    };
    const Ref text = address(link);
    for (const Part& kind : kinds_of(view_of(text))) add(kind);
    static const Name name("rel");
    if (const Ref rel = tree_.value(link, name)) {
      for (const Part kind : {Part("rel-author"), Part("rel-tag"), Part("rel-sponsored")}) {
        if (view(rel.get()).find(kind.text().substr(4)) != std::string_view::npos) add(kind);
      }
    }
  }

  // What an address says of itself by its parts, its last part and its host.
  const Parts& kinds_of(std::string_view href) {
    if (const auto known = kinds_.find(href); known != kinds_.end()) return known->second;
    const auto known = kinds_.try_emplace(std::string(href)).first;
    if (std::all_of(href.begin(), href.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0x80; })) {
      find_kinds(href, known->second);
    } else {
      const Ref text(PyUnicode_FromStringAndSize(href.data(), static_cast<Py_ssize_t>(href.size())));
      each(known_.destinations(text.get()).get(),
           [&](PyObject* kind) { known->second.push_back(teller_.joined(Part(view(kind)), {})); });
    }
    return known->second;
  }

  void find_kinds(std::string_view href, Parts& found) {
    if (href.empty() || href.starts_with('#') || href.starts_with("javascript:")) return;
    const std::string address = lower_ascii(href.substr(0, href.find_first_of("?#")));
    std::string_view host, path = address;
    if (const std::size_t slashes = address.find("//");
        slashes != std::string::npos && (slashes == 0 || address[slashes - 1] == ':')) {
      const std::string_view rest = path.substr(slashes + 2);
      const std::size_t end = rest.find('/');
      host = rest.substr(0, end);
      path = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    std::vector<std::string_view> parts = split(path, '/');
    std::erase(parts, std::string_view());
    if (parts.empty()) parts.emplace_back();
    std::string_view last = parts.back();
    parts.pop_back();
    const auto add = [&](const Part& kind) {
      if (!is_among(found, kind)) found.push_back(kind);
    };
    for (const std::string_view part : parts) {
      if (const auto kind = known_.kinds.find(part); kind != known_.kinds.end()) add(Part(kind->second));
    }
    last = last.substr(0, last.find('.'));
    const std::vector<std::string_view> words = split(last, '-');
    if (const auto kind = known_.kinds.find(last); kind != known_.kinds.end()) {
      add(teller_.joined(Part(kind->second), '$'));
    } else if (const auto first = known_.kinds.find(words.front()); first != known_.kinds.end()) {
      add(teller_.joined(Part(first->second), '-'));
    }
    const auto offers = [&](auto begin, auto end) {
      return std::any_of(begin, end, [&](auto part) { return known_.offer_words.contains(part); });
    };
    if (offers(parts.begin(), parts.end())) add("promo");
    if (words.size() <= 4 && offers(words.begin(), words.end())) add("promo$");
    const std::vector<std::string_view> names = split(host, '.');
    if (host.starts_with("www.")) host.remove_prefix(4);
    if (known_.hosts.contains(host)) add("host");
    if (names.size() > 2 && offers(names.begin(), names.end() - 2)) add("promo-host");
  }

  Tree& tree_;
  const Knowledge& known_;
  const Families& families_;
  Teller& teller_;
  const Ref host_object_;
  const std::string_view host_;
  std::vector<Around> around_;
  std::vector<int> told_words_;  // for each word around which it was named last
  int told_last_ = 0;
  std::map<std::pair<int, Numbers>, Told> worded_;
  StringMap<Told> links_;
  StringMap<Parts> kinds_;
};

}  // namespace articlekit

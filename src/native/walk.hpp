// A parsed page's text in runs (`cleaner.walk`).
#pragma once

#include <array>

#include "knowledge.hpp"

namespace articlekit {

// What the cleaner knows of tags, its classes, and its bounds.
struct WalkRules {
  void read(PyObject* known) {
    read_strings(known, "inline", inlines);
    read_strings(known, "skipped", skipped);
    read_strings(known, "pictures", pictures);
    element = Ref::borrowed(entry(known, "element"));
    mark = Ref::borrowed(entry(known, "mark"));
    piece = Ref::borrowed(entry(known, "piece"));
    picture = Ref::borrowed(entry(known, "picture"));
    max_depth = integer_entry(known, "max_depth");
    max_pieces = integer_entry(known, "max_pieces");
    longest_name = integer_entry(known, "longest_name");
    most_open = integer_entry(known, "most_open");
  }

  StringSet inlines, skipped, pictures;
  Ref element, mark, piece, picture;
  std::int64_t max_depth = 0, max_pieces = 0, longest_name = 0, most_open = 0;
};

class Walk {
 public:
  // `body` is the node to read, `root` its element.
  Walk(const WalkRules& rules, PyObject* body, PyObject* root) : rules_(rules) {
    static const Name start("start"), depth("depth");
    const std::int64_t around = integer(attribute(root, depth));
    frames_.reserve(static_cast<std::size_t>(std::max<std::int64_t>(rules.max_depth - around, 0)) + 1);
    Frame& frame = frames_.emplace_back();
    frame.node = Ref::borrowed(body);
    frame.object = Ref::borrowed(root);
    frame.start = integer(attribute(root, start));
    frame.depth = around;
    blocks_.push_back(&frame);
    read();
  }

  Ref pieces{PyList_New(0)};
  Ref pictures{PyList_New(0)};
  bool truncated = false;

 private:
  // What is known of a tag; lexbor numbers tags, those of HTML's own below 256.
  struct Tag {
    std::int64_t number = 0;
    Ref name;
    bool is_text = false, is_break = false, is_skipped = false, is_inline = false, is_picture = false;
  };

  // An element that is being read; Python's object of it is made once text or a picture is found inside.
  struct Frame {
    Frame* above = nullptr;
    Ref node, object;
    PyObject* tag = nullptr;
    std::int64_t nth = 0, start = 0, depth = 0;
    std::size_t counts = 0;  // where those of its children begin
    bool is_inline = false;
  };

  // How many children of a tag an element has by now.
  struct Count {
    std::int64_t tag = 0, children = 0;
  };

  // An inline element around the run; where it begins is not known (-1) before its first text.
  struct Mark {
    Frame* frame;
    std::int64_t start = -1;
  };

  void read() {
    Ref node = child(frames_.front().node);
    while (!is_none(node) || frames_.size() > 1) {
      if (is_none(node)) {
        node = leave();
        continue;
      }
      const Tag& tag = tag_of(node);
      if (tag.is_text) {
        read_text(node);
      } else if (tag.is_break || tag.is_skipped) {
        skip(node, tag);
      } else {
        node = enter(std::move(node), tag);
        continue;
      }
      node = next(node);
    }
    if (length() > 0) flush();
  }

  static Ref child(const Ref& node) {
    static const Name name("first_child");
    return attribute(node.get(), name);
  }
  static Ref next(const Ref& node) {
    static const Name name("next");
    return attribute(node.get(), name);
  }

  const Tag& tag_of(const Ref& node) {
    static const Name id("tag_id");
    const std::int64_t number = integer(attribute(node.get(), id));
    Tag& tag = number >= 0 && number < kOwnTags ? own_tags_[static_cast<std::size_t>(number)] : other_tags_[number];
    if (!tag.name) read_tag(node, number, tag);
    return tag;
  }

  void read_tag(const Ref& node, std::int64_t number, Tag& tag) const {
    tag.number = number;
    static const Name attribute_name("tag");
    tag.name = attribute(node.get(), attribute_name);
    const std::string_view name = is_none(tag.name) ? "" : view(tag.name.get());
    tag.is_text = name == "-text";
    tag.is_break = name == "br";
    tag.is_skipped = name.empty() || rules_.skipped.contains(name);
    tag.is_inline = rules_.inlines.contains(name);
    tag.is_picture = rules_.pictures.contains(name);
  }

  std::int64_t length() const { return static_cast<std::int64_t>(run_.size()); }

  // Goes into an element that may hold text; returns what is to be read next.
  Ref enter(Ref node, const Tag& tag) {
    if (!tag.is_inline && length() > 0) flush();
    Frame& around = frames_.back();
    if (around.depth >= rules_.max_depth || PyUnicode_GET_LENGTH(tag.name.get()) > rules_.longest_name ||
        static_cast<std::int64_t>(open_.size()) > rules_.most_open) {
      read_beyond(node);
      return next(node);
    }
    const std::int64_t nth = count(tag);
    Ref inside = child(node);
    if (is_none(inside)) {
      if (tag.is_picture) note_picture(node, tag, around, nth, position_);
      return next(node);
    }
    Frame& frame = frames_.emplace_back();
    frame.above = &around;
    frame.node = std::move(node);
    frame.tag = tag.name.get();
    frame.nth = nth;
    frame.start = position_;
    frame.depth = around.depth + 1;
    frame.counts = counts_.size();
    frame.is_inline = tag.is_inline;
    if (tag.is_inline) {
      open_.push_back({&frame});
      unset_ = true;
    } else {
      blocks_.push_back(&frame);
      if (tag.is_picture) note_picture(object_of(frame));
    }
    return inside;
  }

  // Goes up to the element around, which is read to its end, and on to what follows it.
  Ref leave() {
    Frame& frame = frames_.back();
    if (frame.is_inline) {
      close_inline();
    } else {
      if (length() > 0) flush();
      blocks_.pop_back();
    }
    Ref after = next(frame.node);
    counts_.resize(frame.counts);
    frames_.pop_back();
    return after;
  }

  // Passes by an element whose text is no reader's; `<br>` ends the run.
  void skip(const Ref& node, const Tag& tag) {
    if (tag.is_break) {
      if (length() > 0) flush();
    } else if (tag.is_picture) {
      Frame& around = frames_.back();
      const std::int64_t nth = count(tag);
      note_picture(node, tag, around, nth, 0);
    }
  }

  // Counts one more child of the innermost element.
  std::int64_t count(const Tag& tag) {
    const auto first = counts_.begin() + static_cast<std::ptrdiff_t>(frames_.back().counts);
    const auto known = std::ranges::find(first, counts_.end(), tag.number, &Count::tag);
    if (known != counts_.end()) return ++known->children;
    counts_.push_back({tag.number, 1});
    return 1;
  }

  // Reads an element that is nested too deep for its parts to be told apart.
  void read_beyond(const Ref& top) {
    truncated = true;
    std::vector<Ref> inside;
    inside.push_back(Ref::borrowed(top.get()));
    Ref node = child(top);
    while (!inside.empty()) {
      if (is_none(node)) {
        const Ref left = std::move(inside.back());
        inside.pop_back();
        part(tag_of(left));
        node = next(left);
        continue;
      }
      const Tag& tag = tag_of(node);
      if (tag.is_text) {
        read_text(node);
      } else if (tag.is_break) {
        part(tag);
      } else if (!tag.is_skipped) {
        part(tag);
        inside.push_back(Ref::borrowed(node.get()));
        node = child(node);
        continue;
      }
      node = next(node);
    }
  }

  // Ends the run where an element that is not inline begins or ends.
  void part(const Tag& tag) {
    if (length() > 0 && !tag.is_inline) flush();
  }

  // Appends a text node, its white space folded; notes where the open inline elements begin.
  void read_text(const Ref& node) {
    static const Name content("text_content");
    const Ref text = attribute(node.get(), content);
    if (is_none(text)) {
      space_ = true;
      return;
    }
    const auto size = static_cast<std::size_t>(PyUnicode_GET_LENGTH(text.get()));
    switch (PyUnicode_KIND(text.get())) {
      case PyUnicode_1BYTE_KIND:
        return read_signs(PyUnicode_1BYTE_DATA(text.get()), size);
      case PyUnicode_2BYTE_KIND:
        return read_signs(PyUnicode_2BYTE_DATA(text.get()), size);
      default:
        return read_signs(PyUnicode_4BYTE_DATA(text.get()), size);
    }
  }

  template <class Unit>
  void read_signs(const Unit* signs, std::size_t size) {
    const Unit* const end = signs + size;
    const Unit* const first = std::find_if_not(signs, end, is_space);
    if (first == end) {
      space_ = true;
      return;
    }
    if ((space_ || first != signs) && !run_.empty()) run_ += U' ';
    if (unset_) set_begin();
    const std::size_t before = run_.size();
    run_.resize(before + static_cast<std::size_t>(end - first));  // at most; looking for room at every sign is slow
    Sign* out = run_.data() + before;
    bool gap = false;
    for (const Unit* sign = first; sign != end; ++sign) {  // without branches: where words end cannot be foreseen
      const bool is_gap = is_space(*sign);
      *out = U' ';
      out += gap & !is_gap;
      *out = *sign;
      out += !is_gap;
      gap = is_gap;
    }
    space_ = gap;
    run_.resize(static_cast<std::size_t>(out - run_.data()));
  }

  void set_begin() {
    unset_ = false;
    for (auto mark = open_.rbegin(); mark != open_.rend() && mark->start < 0; ++mark) mark->start = length();
  }

  void close_inline() {
    const Mark mark = open_.back();
    open_.pop_back();
    if (mark.start >= 0) {
      marks_.push_back(mark_object(mark));
    } else {
      unset_ = !open_.empty() && open_.back().start < 0;
    }
  }

  // Ends the run; what it holds becomes a piece of the nearest block-level element.
  void flush() {
    Frame& block = *blocks_.back();
    const Py_ssize_t number = PyList_GET_SIZE(pieces.get());
    const std::int64_t offset = position_ - block.start;
    position_ += length() + 1;
    for (Mark& mark : open_) {
      if (mark.start >= 0) marks_.push_back(mark_object(mark));
      mark.start = -1;
    }
    unset_ = unset_ || !open_.empty();
    if (number < rules_.max_pieces) {
      const Ref text(
          PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, run_.data(), static_cast<Py_ssize_t>(run_.size())));
      const Ref inlines(PyTuple_New(static_cast<Py_ssize_t>(marks_.size())));
      for (std::size_t i = 0; i < marks_.size(); ++i)
        PyTuple_SET_ITEM(inlines.get(), static_cast<Py_ssize_t>(i), marks_[i].release());
      const Ref run(PyLong_FromSsize_t(number)), start(PyLong_FromLongLong(offset));
      append(pieces, made(rules_.piece, {text.get(), run.get(), object_of(block), inlines.get(), start.get()}));
    } else {
      truncated = true;
    }
    marks_.clear();
    run_.clear();
  }

  Ref mark_object(const Mark& mark) {
    const Ref start(PyLong_FromLongLong(mark.start)), end(PyLong_FromLongLong(length()));
    return made(rules_.mark, {start.get(), end.get(), object_of(*mark.frame)});
  }

  PyObject* object_of(Frame& frame) {
    if (!frame.object) frame.object = element(frame.node.get(), frame.tag, *frame.above, frame.nth, frame.start);
    return frame.object.get();
  }

  Ref element(PyObject* node, PyObject* tag, Frame& above, std::int64_t nth, std::int64_t start) {
    const Ref number(PyLong_FromLongLong(nth)), place(PyLong_FromLongLong(start)),
        depth(PyLong_FromLongLong(above.depth + 1));
    // A node points at its parser, which points at none: it is never part of a cycle, and thousands of them would have
    // the garbage collector look at everything there is, again and again.
    if (PyObject_IS_GC(node)) PyObject_GC_UnTrack(node);
    return made(rules_.element, {node, tag, object_of(above), number.get(), place.get(), depth.get()});
  }

  void note_picture(const Ref& node, const Tag& tag, Frame& around, std::int64_t nth, std::int64_t start) {
    note_picture(element(node.get(), tag.name.get(), around, nth, start).get());
  }

  void note_picture(PyObject* object) {
    const Ref before(PyLong_FromSsize_t(PyList_GET_SIZE(pieces.get())));
    append(pictures, made(rules_.picture, {object, before.get()}));
  }

  static constexpr std::int64_t kOwnTags = 256;

  const WalkRules& rules_;
  std::array<Tag, kOwnTags> own_tags_;
  std::unordered_map<std::int64_t, Tag> other_tags_;
  std::vector<Frame> frames_;  // never more than there was room made for, so that they stay where they are
  std::vector<Count> counts_;
  std::vector<Frame*> blocks_;  // the block-level elements around, the nearest last
  std::vector<Mark> open_;
  std::vector<Ref> marks_;
  Signs run_;
  bool unset_ = false;
  bool space_ = false;
  std::int64_t position_ = 0;
};

}  // namespace articlekit

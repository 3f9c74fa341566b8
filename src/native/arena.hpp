// Memory for what lasts no longer than one call from Python: taken piece by piece, given back all at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

namespace articlekit {

class Arena {
 public:
  // What is taken while a scope lasts is given back at its end. One may begin inside another: a call may ask Python,
  // and Python may call again.
  class Scope {
   public:
    Scope() : arena_(own()), chunk_(arena_.chunk_), used_(arena_.used_) {}
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { arena_.give_back(chunk_, used_); }

   private:
    Arena& arena_;
    const std::size_t chunk_, used_;
  };

  // Each thread has its own.
  static Arena& own() {
    thread_local Arena arena;
    return arena;
  }

  void* take(std::size_t size, std::size_t alignment) {
    const std::size_t start = (used_ + alignment - 1) / alignment * alignment;
    if (chunk_ >= chunks_.size() || start + size > chunks_[chunk_].size) return take_from_next(size);
    used_ = start + size;
    return chunks_[chunk_].bytes.get() + start;
  }

 private:
  static constexpr std::size_t kFirst = std::size_t{1} << 18, kKept = std::size_t{1} << 20;

  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;  // aligned for whatever has no wishes of its own
    std::size_t size;
  };

  void* take_from_next(std::size_t size) {
    if (chunk_ < chunks_.size()) ++chunk_;
    while (chunk_ < chunks_.size() && chunks_[chunk_].size < size) chunks_.pop_back();
    if (chunk_ >= chunks_.size()) {
      chunk_ = chunks_.size();
      const std::size_t wanted = std::max(size, chunks_.empty() ? kFirst : 2 * chunks_.back().size);
      chunks_.push_back({std::make_unique_for_overwrite<std::byte[]>(wanted), wanted});
    }
    used_ = size;
    return chunks_[chunk_].bytes.get();
  }

  // Keeps what common pages need for the next.
  void give_back(std::size_t chunk, std::size_t used) {
    chunk_ = chunk;
    used_ = used;
    if (chunk > 0 || used > 0) return;
    while (!chunks_.empty() && chunks_.back().size > kKept) chunks_.pop_back();
  }

  std::vector<Chunk> chunks_;
  std::size_t chunk_ = 0, used_ = 0;  // the chunk that is taken from, and how much of it is taken
};

// Takes from the arena; under a sanitizer from where each piece is watched.
template <class Item>
struct ArenaAllocator {
  using value_type = Item;

  ArenaAllocator() = default;
  template <class Other>
  ArenaAllocator(const ArenaAllocator<Other>&) {}

#ifdef __SANITIZE_ADDRESS__
  Item* allocate(std::size_t count) { return std::allocator<Item>().allocate(count); }
  void deallocate(Item* items, std::size_t count) { std::allocator<Item>().deallocate(items, count); }
#else
  Item* allocate(std::size_t count) {
    static_assert(alignof(Item) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    if (count > static_cast<std::size_t>(-1) / 2 / sizeof(Item)) throw std::bad_alloc();
    return static_cast<Item*>(Arena::own().take(count * sizeof(Item), alignof(Item)));
  }
  void deallocate(Item*, std::size_t) {}
#endif

  template <class Other>
  bool operator==(const ArenaAllocator<Other>&) const {
    return true;
  }
};

// Containers of what is read of one page. None of them may outlive the call.
template <class Item>
using PageVector = std::vector<Item, ArenaAllocator<Item>>;
template <class Letter>
using PageString = std::basic_string<Letter, std::char_traits<Letter>, ArenaAllocator<Letter>>;
template <class Key, class Value, class Hash = std::hash<Key>, class Equal = std::equal_to<>>
using PageMap = std::unordered_map<Key, Value, Hash, Equal, ArenaAllocator<std::pair<const Key, Value>>>;

}  // namespace articlekit

// What of Python's C API is used, so that no reference is lost and no error is passed over.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace articlekit {

// Thrown wherever a Python error is set; the module's border turns it back into that error.
struct PythonError {};

// An owned reference.
class Ref {
 public:
  Ref() = default;
  // Takes over a new reference; a null one is an error of Python's.
  explicit Ref(PyObject* owned) : object_(owned) {
    if (object_ == nullptr) throw PythonError{};
  }
  static Ref borrowed(PyObject* object) {
    Py_XINCREF(object);
    return Ref(object);
  }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  Ref(const Ref&) = delete;
  Ref& operator=(const Ref&) = delete;
  ~Ref() { Py_XDECREF(object_); }

  PyObject* get() const { return object_; }
  PyObject* release() { return std::exchange(object_, nullptr); }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  PyObject* object_ = nullptr;
};

inline bool is_none(const Ref& object) { return object.get() == Py_None; }

// The name of an attribute or a key, made once. It remembers how the class that it was last asked of keeps it.
class Name {
 public:
  explicit Name(const char* name) : object_(PyUnicode_InternFromString(name)) {}
  PyObject* get() const { return object_; }

  // Where an object keeps its attribute of this name; null if its class has no slot for it.
  PyObject** slot_in(PyObject* object) const {
    if (Py_TYPE(object) != type_) look_up(Py_TYPE(object));
    return offset_ == 0 ? nullptr : reinterpret_cast<PyObject**>(reinterpret_cast<char*>(object) + offset_);
  }

  // An object's attribute of this name.
  Ref of(PyObject* object) const {
    if (PyObject** slot = slot_in(object); slot != nullptr && *slot != nullptr) return Ref::borrowed(*slot);
    if (accessor_ != nullptr) return Ref(accessor_->get(object, accessor_->closure));
    if (get_ != nullptr) return Ref(get_(descriptor_, object, reinterpret_cast<PyObject*>(type_)));
    return Ref(PyObject_GetAttr(object, object_));
  }

 private:
  void look_up(PyTypeObject* type) const {
    Py_INCREF(type);  // and never let go, so that no other class will lie there
    type_ = type;
    offset_ = 0;
    get_ = nullptr;
    accessor_ = nullptr;
    if (type->tp_getattro != PyObject_GenericGetAttr) return;
    descriptor_ = PyObject_GetAttr(reinterpret_cast<PyObject*>(type), object_);  // kept as long as the class
    if (descriptor_ == nullptr) return PyErr_Clear();
    if (Py_TYPE(descriptor_)->tp_descr_set == nullptr) return;
    get_ = Py_TYPE(descriptor_)->tp_descr_get;
    if (PyObject_TypeCheck(descriptor_, &PyGetSetDescr_Type)) {
      const PyGetSetDef* accessor = reinterpret_cast<PyGetSetDescrObject*>(descriptor_)->d_getset;
      if (accessor->get != nullptr) accessor_ = accessor;
    }
    if (!PyObject_TypeCheck(descriptor_, &PyMemberDescr_Type)) return;
    const PyMemberDef* member = reinterpret_cast<PyMemberDescrObject*>(descriptor_)->d_member;
    if (member->type == T_OBJECT_EX || member->type == T_OBJECT) offset_ = member->offset;
  }

  PyObject* object_;
  mutable PyTypeObject* type_ = nullptr;
  mutable PyObject* descriptor_ = nullptr;
  mutable descrgetfunc get_ = nullptr;             // null where the class has no descriptor that comes first
  mutable const PyGetSetDef* accessor_ = nullptr;  // of a descriptor that asks a function of C
  mutable Py_ssize_t offset_ = 0;                  // of the slot in the object, 0 if there is none
};

inline Ref attribute(PyObject* object, const Name& name) { return name.of(object); }

// Sets an attribute, of what is frozen, too.
inline void set_attribute(PyObject* object, const Name& name, PyObject* value) {
  if (PyObject** slot = name.slot_in(object); slot != nullptr) {
    Py_INCREF(value);
    Py_XSETREF(*slot, value);
  } else if (PyObject_GenericSetAttr(object, name.get(), value) < 0) {
    throw PythonError{};
  }
}

inline std::int64_t integer(const Ref& object) {
  const long long value = PyLong_AsLongLong(object.get());
  if (value == -1 && PyErr_Occurred()) throw PythonError{};
  return value;
}

inline bool truth(const Ref& object) {
  const int value = PyObject_IsTrue(object.get());
  if (value < 0) throw PythonError{};
  return value != 0;
}

// UTF-8 of a str; good for as long as the object lives.
inline std::string_view view(PyObject* text) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data == nullptr) throw PythonError{};
  return {data, static_cast<std::size_t>(size)};
}

// Calls what for each item of an iterable.
template <class Work>
void each(PyObject* iterable, Work work) {
  const Ref iterator(PyObject_GetIter(iterable));
  while (PyObject* item = PyIter_Next(iterator.get())) {
    const Ref held(item);
    work(item);
  }
  if (PyErr_Occurred()) throw PythonError{};
}

inline void append(const Ref& list, const Ref& item) {
  if (PyList_Append(list.get(), item.get()) < 0) throw PythonError{};
}

// An object of a class, made of its arguments.
inline Ref made(const Ref& type, std::initializer_list<PyObject*> arguments) {
  return Ref(PyObject_Vectorcall(type.get(), arguments.begin(), arguments.size(), nullptr));
}

// The value of a key of a dict; null if there is none.
inline Ref value_of(PyObject* dict, PyObject* key) {
  PyObject* found = PyDict_GetItemWithError(dict, key);
  if (found == nullptr && PyErr_Occurred()) throw PythonError{};
  return found == nullptr ? Ref() : Ref::borrowed(found);
}

}  // namespace articlekit

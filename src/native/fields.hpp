// What the objects of one class have, looked up once: a page's thousands of nodes, elements and marks are all asked.
#pragma once

#include "python.hpp"

namespace articlekit {

class Field {
 public:
  void read(PyObject* type, const char* name) {
    descriptor_ = Ref(PyObject_GetAttrString(type, name));
    get_ = Py_TYPE(descriptor_.get())->tp_descr_get;
    if (get_ == nullptr) {
      PyErr_Format(PyExc_TypeError, "%s is no field", name);
      throw PythonError{};
    }
  }

  // An object of another class is an error of Python's.
  Ref operator()(PyObject* object) const {
    return Ref(get_(descriptor_.get(), object, reinterpret_cast<PyObject*>(Py_TYPE(object))));
  }

 private:
  Ref descriptor_;
  descrgetfunc get_ = nullptr;
};

}  // namespace articlekit

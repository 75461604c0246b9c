#pragma once

#include <httplib.h>

#undef _res  // a macro of <resolv.h>, and a name in Eigen

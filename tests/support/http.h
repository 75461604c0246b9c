#pragma once

#include <httplib.h>

#undef _res  // a macro of <resolv.h> that breaks Eigen

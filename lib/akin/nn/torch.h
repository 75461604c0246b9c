#pragma once

// The parts of LibTorch that akin stands on. <torch/torch.h> brings every module and loader
// LibTorch has, and with them two and a half times the compile time of each file that includes it.

#include <torch/autograd.h>
#include <torch/cuda.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>
#include <torch/utils.h>

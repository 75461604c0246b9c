#pragma once

// The parts of LibTorch that akin uses. <torch/torch.h> includes all modules and data loaders, and
// takes two and a half times as long to compile.

#include <torch/autograd.h>
#include <torch/cuda.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>
#include <torch/utils.h>

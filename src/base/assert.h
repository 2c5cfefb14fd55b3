#pragma once
// Always on, also in release: a broken invariant stops the process before it spoils the ledger.
#include <cstdio>
#include <cstdlib>

#define SK_ASSERT(condition)                                                                       \
    ((condition)                                                                                   \
         ? void(0)                                                                                 \
         : (std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition), \
            std::abort()))

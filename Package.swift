// swift-tools-version: 6.2
import PackageDescription

// The kernels need vector instructions, which SwiftPM calls unsafe flags and refuses in a dependency.
// As the root package textgen is built for the CPU named by TEXTGEN_CPU; inside another package it is
// built without those flags and runs several times slower.
let isRootPackage =
  !Context.packageDirectory.contains("/checkouts/") && Context.environment["TEXTGEN_AS_DEPENDENCY"] == nil

/// `x86-64-v3` (AVX2 and FMA, the default), `x86-64-v4` (AVX-512), `native`, or `baseline`.
let targetCPU = Context.environment["TEXTGEN_CPU"] ?? "x86-64-v3"

#if arch(x86_64)
  let vectorFlags = targetCPU == "baseline" ? [] : ["-Xcc", "-march=\(targetCPU)"]
#else
  let vectorFlags: [String] = []
#endif

// The kernels are optimised in debug builds too: nobody can debug a program a hundred times slower.
let kernelSettings: [SwiftSetting] =
  isRootPackage ? [.unsafeFlags(["-Ounchecked", "-wmo", "-num-threads", "2"] + vectorFlags)] : []

let package = Package(
  name: "textgen",
  products: [.library(name: "Network", targets: ["Network"]), .library(name: "Kernels", targets: ["Kernels"])],
  targets: [
    .target(name: "Kernels", swiftSettings: kernelSettings),
    .target(name: "Network", dependencies: ["Kernels"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "NetworkTests", dependencies: ["Network"]),
  ],
  swiftLanguageModes: [.v6]
)

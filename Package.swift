// swift-tools-version: 6.2
import PackageDescription

// The kernels need vector instructions, which SwiftPM calls unsafe flags and refuses in a dependency.
// As the root package textgen is built for the CPU named by TEXTGEN_CPU; inside another package it is
// built without those flags and runs several times slower.
let isRootPackage =
  !Context.packageDirectory.contains("/checkouts/") && Context.environment["TEXTGEN_AS_DEPENDENCY"] == nil

/// `native` (this machine's, the default), `x86-64-v3` (AVX2 and FMA), `x86-64-v4` (AVX-512), or `baseline`.
let targetCPU = Context.environment["TEXTGEN_CPU"] ?? "native"

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
  products: [
    .executable(name: "textgen", targets: ["textgen"]),
    .library(name: "TextGeneration", targets: ["Training", "Sampling"]),
  ],
  dependencies: [
    // The commands, their help and their errors: Apple's own parser, the standard choice.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    // CSV with quoted fields: a well-kept parser.
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(name: "TextEncoding", dependencies: ["CICU"]),
    .systemLibrary(name: "CInstructionSet"),
    .target(name: "Kernels", dependencies: ["CInstructionSet"], swiftSettings: kernelSettings),
    .target(name: "Network", dependencies: ["Kernels"]),
    .target(name: "Checkpoints", dependencies: ["Network", "TextEncoding"]),
    .target(name: "Training", dependencies: ["Checkpoints"]),
    .target(name: "Sampling", dependencies: ["Checkpoints"]),
    .target(name: "Charts"),
    .target(name: "Inspecting", dependencies: ["Checkpoints", "Charts"]),
    .target(
      name: "Forecasting", dependencies: ["Training", "Charts", .product(name: "SwiftCSV", package: "SwiftCSV")]),
    .executableTarget(
      name: "textgen",
      dependencies: [
        "Training", "Sampling", "Forecasting", "Inspecting", "Charts",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Training", "Sampling", "Charts", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks", exclude: ["peers", "charts", "README.md", "check-arm64.sh"]),
    .testTarget(name: "TextEncodingTests", dependencies: ["TextEncoding"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "NetworkTests", dependencies: ["Network"], exclude: ["Vectors"]),
    .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training"]),
    .testTarget(name: "SamplingTests", dependencies: ["Sampling", "Training"]),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
    .testTarget(name: "InspectingTests", dependencies: ["Inspecting"]),
    .testTarget(name: "ForecastingTests", dependencies: ["Forecasting", "Training"]),
    .testTarget(name: "CommandTests", dependencies: ["textgen"]),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
import PackageDescription

/// `native` (this machine's, the default), `x86-64-v3` (AVX2 and FMA), `x86-64-v4` (AVX-512), or `baseline`.
let targetCPU = Context.environment["TEXTGEN_CPU"] ?? "native"

#if arch(x86_64)
  let vectorFlags = targetCPU == "baseline" ? [] : ["-Xcc", "-march=\(targetCPU)"]
#else
  let vectorFlags: [String] = []
#endif

// The kernels are optimised in debug builds too: nobody can debug a program a hundred times slower. SwiftPM takes these
// flags from a dependency with a version as well.
let kernelSettings: [SwiftSetting] = [.unsafeFlags(["-Ounchecked", "-wmo", "-num-threads", "2"] + vectorFlags)]

let package = Package(
  name: "textgen",
  products: [
    .executable(name: "textgen", targets: ["textgen"]),
    .library(name: "TextGeneration", targets: ["Training", "Sampling"]),
  ],
  traits: [.trait(name: "MPI", description: "Trainings that several processes share, on one machine or many.")],
  dependencies: [
    // The commands, their help and their errors: Apple's own parser, the standard choice.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    // Paths, descriptors and the system's errors as Swift values: Apple's own layer over POSIX, and small.
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    // SQLite's own C library and not GRDB, which imports all of Foundation and adds 48 MB to a static program of 14 MB.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
    .systemLibrary(name: "SystemICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    // ICU's own headers stay out of Swift's sight: Foundation brings a copy of them that differs.
    .target(name: "CICU", dependencies: ["SystemICU"]),
    .target(name: "Files", dependencies: [.product(name: "SystemPackage", package: "swift-system")]),
    .target(name: "TextEncoding", dependencies: ["CICU", "Files"]),
    .systemLibrary(name: "CInstructionSet"),
    .target(name: "Kernels", dependencies: ["CInstructionSet"], swiftSettings: kernelSettings),
    // Open MPI, or another implementation of the standard; only with the trait.
    .systemLibrary(name: "CMPI", pkgConfig: "mpi-c", providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    .target(name: "Workers", dependencies: ["Kernels", .target(name: "CMPI", condition: .when(traits: ["MPI"]))]),
    .target(name: "Network", dependencies: ["Kernels"]),
    .target(name: "Checkpoints", dependencies: ["Network", "TextEncoding", "Files"]),
    .target(name: "Training", dependencies: ["Checkpoints", "Workers", "NGrams", "Files"]),
    .target(name: "Sampling", dependencies: ["Checkpoints"]),
    .target(name: "Notation"),
    .target(name: "NGrams"),
    .target(name: "Charts", dependencies: ["Notation"]),
    .target(name: "Inspecting", dependencies: ["Checkpoints", "NGrams", "Charts", "Notation"]),
    .target(name: "Forecasting", dependencies: ["Training", "TextEncoding", "Notation", "Files"]),
    .target(name: "Experiments", dependencies: ["Training"]),
    .target(name: "Tuning", dependencies: ["CSQLite", "Workers", "Charts", "Notation", "Files"]),
    .executableTarget(
      name: "textgen",
      dependencies: [
        "Training", "Sampling", "Forecasting", "Inspecting", "Tuning", "NGrams", "Experiments", "Charts", "Notation",
        "Files", "Workers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Training", "Sampling", "Forecasting", "Notation", "Charts", "Files",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks",
      exclude: [
        "peers", "charts", "README.md", "check-arm64.sh", "charsets.py", "quality.py", "tuning.py",
        "course.py", "mpi.py",
      ]),
    // What several of the tests need.
    .target(name: "TestSupport", dependencies: ["Notation", "TextEncoding", "Workers"], path: "Tests/TestSupport"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "TextEncodingTests", dependencies: ["TextEncoding", "Files", "TestSupport"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "WorkersTests", dependencies: ["Workers", "TestSupport"]),
    .testTarget(name: "NetworkTests", dependencies: ["Network"], exclude: ["Vectors"]),
    .testTarget(name: "CheckpointsTests", dependencies: ["Checkpoints", "TestSupport"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training", "Workers", "NGrams", "TestSupport"]),
    .testTarget(name: "SamplingTests", dependencies: ["Sampling", "Training", "TestSupport"]),
    .testTarget(name: "NGramsTests", dependencies: ["NGrams", "TestSupport"]),
    .testTarget(name: "NotationTests", dependencies: ["Notation", "TestSupport"]),
    .testTarget(name: "ChartsTests", dependencies: ["Charts", "Notation", "TestSupport"]),
    .testTarget(name: "InspectingTests", dependencies: ["Inspecting", "TestSupport"]),
    .testTarget(name: "ForecastingTests", dependencies: ["Forecasting", "Training", "Notation", "TestSupport"]),
    .testTarget(name: "ExperimentsTests", dependencies: ["Experiments", "TestSupport"]),
    .testTarget(name: "TuningTests", dependencies: ["Tuning", "Files", "Workers", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["textgen", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

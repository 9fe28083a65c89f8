// swift-tools-version: 6.2
import PackageDescription

// Programs that use textgen as another package would, but for its place: there one writes
//
//     .package(url: "https://…/textgen", from: "1.0.0")

let library: [Target.Dependency] = [.product(name: "TextGeneration", package: "textgen")]

let package = Package(
  name: "textgen-examples",
  dependencies: [.package(name: "textgen", path: "..")],
  targets: [
    .executableTarget(name: "LearnAndWrite", dependencies: library, path: "LearnAndWrite"),
    .executableTarget(name: "ScoreLines", dependencies: library, path: "ScoreLines"),
  ],
  swiftLanguageModes: [.v6]
)

import Foundation

/// How a sensor sits on the body: a rotation matrix by rows.
struct Mounting {
  var rows: [[Double]]
  static let identity = Mounting(rows: [[1, 0, 0], [0, 1, 0], [0, 0, 1]])

  /// A turn about the three axes, radians.
  init(_ x: Double, _ y: Double, _ z: Double) {
    let (a, b, c) = (sin(x), sin(y), sin(z))
    let (p, q, r) = (cos(x), cos(y), cos(z))
    rows = [
      [q * r, a * b * r - p * c, p * b * r + a * c],
      [q * c, a * b * c + p * r, p * b * c - a * r],
      [-b, a * q, p * q],
    ]
  }

  init(rows: [[Double]]) { self.rows = rows }

  func turn(_ v: [Double]) -> [Double] {
    rows.map { $0[0] * v[0] + $0[1] * v[1] + $0[2] * v[2] }
  }

  func turn(_ v: SIMD3<Float>) -> SIMD3<Float> {
    let turned = turn([Double(v.x), Double(v.y), Double(v.z)])
    return SIMD3(turned.map { Float($0) })
  }
}

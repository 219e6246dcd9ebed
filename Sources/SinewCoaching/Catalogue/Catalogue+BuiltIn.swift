extension Catalogue {
  /// The exercises that come with Sinew.
  ///
  /// - Throws: A fault in one of our own files: a slip that the tests catch before anybody does.
  package static func builtIn() throws(ConfigurationError) -> Catalogue {
    var catalogue = Catalogue()
    for (name, bytes) in builtInFiles {
      try catalogue.add(String(decoding: bytes, as: UTF8.self), file: name)
    }
    return catalogue
  }

  /// One line for each file in `Exercises`, in the order of the table in science 6: embedding
  /// gives every file a constant and no list of them.
  static let builtInFiles: [(name: String, bytes: [UInt8])] = [
    ("bench_press.yaml", PackageResources.bench_press_yaml),
    ("push_up.yaml", PackageResources.push_up_yaml),
    ("triceps_extension.yaml", PackageResources.triceps_extension_yaml),
    ("biceps_curl.yaml", PackageResources.biceps_curl_yaml),
    ("lateral_raise.yaml", PackageResources.lateral_raise_yaml),
    ("glute_bridge.yaml", PackageResources.glute_bridge_yaml),
    ("box_squat.yaml", PackageResources.box_squat_yaml),
    ("back_squat.yaml", PackageResources.back_squat_yaml),
    ("paused_romanian_deadlift.yaml", PackageResources.paused_romanian_deadlift_yaml),
    ("romanian_deadlift.yaml", PackageResources.romanian_deadlift_yaml),
    ("seated_row.yaml", PackageResources.seated_row_yaml),
    ("dumbbell_row.yaml", PackageResources.dumbbell_row_yaml),
    ("lat_pulldown.yaml", PackageResources.lat_pulldown_yaml),
    ("hip_thrust.yaml", PackageResources.hip_thrust_yaml),
    ("split_squat.yaml", PackageResources.split_squat_yaml),
    ("step_up.yaml", PackageResources.step_up_yaml),
    ("leg_extension.yaml", PackageResources.leg_extension_yaml),
    ("leg_curl.yaml", PackageResources.leg_curl_yaml),
    ("overhead_press.yaml", PackageResources.overhead_press_yaml),
    ("deadlift.yaml", PackageResources.deadlift_yaml),
    ("fly.yaml", PackageResources.fly_yaml),
    ("face_pull.yaml", PackageResources.face_pull_yaml),
    ("calf_raise.yaml", PackageResources.calf_raise_yaml),
    ("clam.yaml", PackageResources.clam_yaml),
    ("prone_hip_extension.yaml", PackageResources.prone_hip_extension_yaml),
    ("isometric_hold.yaml", PackageResources.isometric_hold_yaml),
    ("barbell_row.yaml", PackageResources.barbell_row_yaml),
  ]
}

;; Dot products of one query with many rows, sixteen numbers at a time.
;;
;; bin/generate-kernel.ts makes kernel-bytes.ts of this. Codes are whole numbers: rows have 8 bits each, the query 16. Whoever
;; calls sees to it that no sum leaves 32 bits, and that rows are a multiple of 16 codes wide, filled up with zeros.
(module
  (memory (export "memory") 1)

  ;; From $row on, $count rows (at least one) of $width bytes each; their products go to $out, 32 bits each.
  (func (export "dots")
    (param $query i32) (param $row i32) (param $count i32) (param $width i32) (param $out i32)
    (local $code i32) (local $end i32) (local $a v128) (local $b v128)
    (loop $rows
      (local.set $code (local.get $query))
      (local.set $end (i32.add (local.get $row) (local.get $width)))
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))

      ;; Two sums, so that the processor need not wait for the one before; dot_i16x8_s multiplies eight pairs.
      (loop $codes
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row)) (v128.load (local.get $code)))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (v128.load offset=16 (local.get $code)))))
        (local.set $code (i32.add (local.get $code) (i32.const 32)))
        (local.set $row (i32.add (local.get $row) (i32.const 16)))
        (br_if $codes (i32.lt_u (local.get $row) (local.get $end))))

      (local.set $a (i32x4.add (local.get $a) (local.get $b)))
      (i32.store (local.get $out)
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
          (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $rows (local.get $count)))))

# How cost grows, of the tables that scripts/benchmark writes into `work`: gnuplot -e "work='...'; target='....png'" cost.gnuplot
set terminal pngcairo size 1200,720 font "DejaVu Sans,11"
set output target
set multiplot layout 2,3
set grid
set key top left
set style data linespoints
set style line 1 lw 2 pt 7 ps 1 lc rgb "#2a6f97"
set style line 2 lw 1 dt 2 lc rgb "#999999"

# Dashed: in proportion to the first point.
set xrange [0:*]
set yrange [0:*]
first(file) = real(word(system("head -1 ".file), 2)) / real(word(system("head -1 ".file), 1))

set title "Transformer, a training step, by batch"
set xlabel "sequences of 64 tokens"
set ylabel "ms"
plot work."/batch" ls 1 notitle, first(work."/batch") * x ls 2 title "in proportion"

set title "by width"
set xlabel "numbers a token"
square(file) = first(file) / real(word(system("head -1 ".file), 1))
plot work."/width" ls 1 notitle, square(work."/width") * x * x ls 2 title "with its square"

set title "by context"
set xlabel "tokens, 12 sequences"
plot work."/context" ls 1 notitle, first(work."/context") * x ls 2 title "in proportion"

set key bottom right
set title "A token of text, by its place"
set xlabel "tokens before it"
set ylabel "microseconds"
plot work."/position" ls 1 notitle, real(word(system("head -1 ".work."/position"), 2)) * 1.15 ls 2 title "15 % above the first"

set title "Peak memory of training, by text"
set xlabel "MB of text"
set ylabel "MB"
plot work."/text" ls 1 notitle, work."/text" using 1:(real(word(system("head -1 ".work."/text"), 2)) + $1) with lines ls 2 title "as much as the text itself"

set xtics 20000
set title "Peak memory of training, by images"
set xlabel "images of 28x28"
plot work."/images" ls 1 notitle, work."/images" using 1:(real(word(system("head -1 ".work."/images"), 2)) + $1 * 784 / 1e6) with lines ls 2 title "a byte a pixel"

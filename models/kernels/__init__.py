"""Fast paths, each beside the plain formula that it stands for: hand-written gradients, short cuts on a CPU.

gated          silu(gate) * up               keeps one tensor for the backward pass
residual_norm  norm(x + y)                   keeps the result and one number a row
summed_rows    sums of rows of a table       a gradient without sorting
filled_places  sums of words of lines        without work on padding
onednn         float32 products on AMD       through oneDNN
labelled       logits and losses             of positions with a label alone
active         one improvement step          of positions that somebody reads alone

`kernels: plain` in the configuration takes the plain formula everywhere (`models.kernels.switch`).
"""

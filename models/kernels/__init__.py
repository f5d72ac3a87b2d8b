"""Fast paths, each beside the plain formula that it replaces: hand-written gradients, and short cuts on a CPU.

gated          silu(gate) * up               keeps one tensor for the backward pass
residual_norm  norm(x + y)                   keeps the result and one number for each row
summed_rows    sums of rows of a table       its gradient needs no sorting
filled_places  sums of the words of lines    leaves out padding
onednn         float32 products on AMD       uses oneDNN instead of MKL
labelled       logits and losses             leaves out positions without a label
active         one improvement step          leaves out positions that nothing reads

`kernels: plain` in the configuration chooses the plain formula everywhere (`models.kernels.switch`).
"""

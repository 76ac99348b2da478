// Checks a log of ours with the Go project's own code for signed notes and trees, and nothing of
// ours: logcheck FOLDER VKEY [OLD-SIZE OLD-ROOT]. Exit 1 with the reason when anything differs.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

type folder struct {
	path string
	kept map[tlog.Tile][]byte
}

func (f *folder) Height() int                                { return height }
func (f *folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (f *folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data, err := f.tile(tile)
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

func (f *folder) tile(tile tlog.Tile) ([]byte, error) {
	if data, ok := f.kept[tile]; ok {
		return data, nil
	}
	data, err := os.ReadFile(filepath.Join(f.path, ours(tile)))
	if err == nil && len(data) != tile.W*tlog.HashSize {
		err = fmt.Errorf("%s has %d bytes", ours(tile), len(data))
	}
	f.kept[tile] = data
	return data, err
}

// ours drops the height, which C2SP's paths leave out.
func ours(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

func opened(path, vkey string) (tree tlog.Tree, err error) {
	raw, err := os.ReadFile(filepath.Join(path, "checkpoint"))
	if err != nil {
		return tree, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	signed, err := note.Open(raw, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, errors.New("not a checkpoint of this log")
	}
	return parsed(lines[1], lines[2])
}

func parsed(size, root string) (tree tlog.Tree, err error) {
	if tree.N, err = strconv.ParseInt(size, 10, 64); err != nil {
		return tree, err
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(root)
	if err == nil && copy(tree.Hash[:], raw) != tlog.HashSize {
		err = errors.New("not a root")
	}
	return tree, err
}

// entries of bundle n, which holds count of them.
func entries(path string, n int64, count int) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: n, W: count}
	name := strings.Replace(ours(tile), "tile/data/", "tile/entries/", 1)
	raw, err := os.ReadFile(filepath.Join(path, name))
	if err != nil {
		return nil, err
	}
	var found [][]byte
	for len(raw) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(raw))
		if end > len(raw) {
			break
		}
		found, raw = append(found, raw[2:end]), raw[end:]
	}
	if len(raw) != 0 || len(found) != count {
		return nil, fmt.Errorf("%s does not hold %d entries", name, count)
	}
	return found, nil
}

func everyEntry(path string, tree tlog.Tree, hashes tlog.HashReader) error {
	for start := int64(0); start < tree.N; start += width {
		count := width
		if tree.N-start < width {
			count = int(tree.N - start)
		}
		held, err := entries(path, start/width, count)
		if err != nil {
			return err
		}
		indexes := make([]int64, count)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, start+int64(i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, entry := range held {
			if tlog.RecordHash(entry) != leaves[i] {
				return fmt.Errorf("entry %d is not the one in the tree", start+int64(i))
			}
		}
	}
	return nil
}

func continues(old, tree tlog.Tree, hashes tlog.HashReader) error {
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}

func run(words []string) (tree tlog.Tree, err error) {
	if tree, err = opened(words[0], words[1]); err != nil {
		return tree, err
	}
	hashes := tlog.TileHashReader(tree, &folder{words[0], map[tlog.Tile][]byte{}})
	if err = everyEntry(words[0], tree, hashes); err != nil || len(words) < 4 {
		return tree, err
	}
	old, err := parsed(words[2], words[3])
	if err != nil {
		return tree, err
	}
	return tree, continues(old, tree, hashes)
}

func main() {
	tree, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(tree.N)
}

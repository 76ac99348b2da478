// Counts what was promised in a log by its specification (section 13) and nothing of ours:
// promises FOLDER SIZE prints done, missed, late, withdrawn and open.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

const width = 256

type entry struct {
	K, R, T, D string
	N          int
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// bundles lists the files under the first 1,000 tiles; these tests need no more.
func bundles(size int) (paths []string) {
	for n := 0; n*width < size; n++ {
		path := fmt.Sprintf("tile/entries/%03d", n)
		if left := size - n*width; left < width {
			path += fmt.Sprintf(".p/%d", left)
		}
		paths = append(paths, path)
	}
	return paths
}

func entries(raw []byte) (found []entry) {
	for len(raw) > 0 {
		length := int(binary.BigEndian.Uint16(raw))
		var one entry
		check(json.Unmarshal(raw[2:2+length], &one))
		found, raw = append(found, one), raw[2+length:]
	}
	return found
}

// end is 24:00 of a day of UTC+8.
func end(day string) time.Time {
	at, err := time.ParseInLocation("2006-01-02", day, time.FixedZone("", 8*3600))
	check(err)
	return at.AddDate(0, 0, 1)
}

func main() {
	size, err := strconv.Atoi(os.Args[2])
	check(err)
	var newest time.Time
	standing := map[string]string{}
	count := map[string]int{}
	for _, path := range bundles(size) {
		raw, err := os.ReadFile(filepath.Join(os.Args[1], path))
		check(err)
		for _, one := range entries(raw) {
			at, err := time.Parse(time.RFC3339, one.T)
			check(err)
			if at.After(newest) {
				newest = at
			}
			take(one, at, standing, count)
		}
	}
	for _, day := range standing {
		if day != "" && !newest.Before(end(day)) {
			count["missed"]++
		} else {
			count["open"]++
		}
	}
	fmt.Println(count["done"], count["missed"], count["late"], count["withdrawn"], count["open"])
}

func take(one entry, at time.Time, standing map[string]string, count map[string]int) {
	day, known := standing[one.R]
	switch one.K {
	case "obligation.made":
		if !known {
			standing[one.R] = one.D
		}
		return
	case "obligation.imported":
		if !known && one.D != "" {
			standing[one.R] = one.D
		}
		return
	case "obligation.discharged", "obligation.withdrawn", "obligation.missed":
		if !known {
			return
		}
	default:
		return
	}
	delete(standing, one.R)
	late := day != "" && !at.Before(end(day))
	switch {
	case one.K == "obligation.missed":
		count["missed"]++
	case one.K == "obligation.withdrawn" && late:
		count["missed"]++
	case one.K == "obligation.withdrawn":
		count["withdrawn"]++
	case late:
		count["missed"]++
		count["late"]++
	default:
		count["done"]++
	}
}
